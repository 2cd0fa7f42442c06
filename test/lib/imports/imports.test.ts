import { existsSync, readFileSync, statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../../../lib/imports/generate';

const crds = process.env['CRDS_DIR'] ?? '../shared/crds';

describe('imports/', () => {
  (existsSync(crds) ? it : it.skip)('is what the definitions say', () => {
    for (const [file, text] of importFiles(crds)) expect([file, readFileSync(join('imports', file), 'utf8')]).toEqual([file, text]);
  });

  it('stays small', () => {
    const size = (folder: string): number => readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => sum + (entry.isDirectory() ? size(join(folder, entry.name)) : statSync(join(folder, entry.name)).size), 0);
    expect(size('imports')).toBeLessThan(4_000_000);
  });

  it('carries no prose', () => {
    for (const file of readdirSync('imports/schemas')) expect(readFileSync(join('imports/schemas', file), 'utf8')).not.toContain('"description":"');
  });
});
