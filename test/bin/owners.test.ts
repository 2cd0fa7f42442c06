import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withBlock } from '../../bin/commands/owners';

const program = resolve('build/bin/dbaas-gitops.js');
const input = 'examples/dbaas-fleet/platform.yaml';
const lines = ['/databases/a.yaml @acme/a', '/databases/b.yaml @acme/b'];

describe('the part of CODEOWNERS that is ours', () => {
  it('names the reviewers of a tenant for its file and for what comes of it', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'owners-')), 'CODEOWNERS');
    writeFileSync(file, '* @acme/data-platform\n');
    const given = ['owners', '--input', input, '--file', file];
    expect(spawnSync(process.execPath, [program, ...given, '--check']).status).toBe(1);
    execFileSync(process.execPath, [program, ...given]);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('* @acme/data-platform\n# >>>')).toBe(true);
    expect(text).toContain('\n/databases/payments.yaml @acme/payments\n/dist/clusters/*/tenant-payments/ @acme/payments\n');
    expect(text).toContain('\n/databases/shop.yaml @acme/shop @acme/data-platform\n');
    expect(text).not.toContain('insights');
    expect(spawnSync(process.execPath, [program, ...given, '--check']).status).toBe(0);
  });

  it('stays where it stands, and leaves everything around it alone', () => {
    const text = `* @acme\n${withBlock('', [lines[0] ?? ''])}/docs/ @acme/writers\n`;
    expect(withBlock(text, lines)).toBe(`* @acme\n${withBlock('', lines)}/docs/ @acme/writers\n`);
    expect(withBlock(withBlock(text, lines), lines)).toBe(withBlock(text, lines));
  });

  it('goes when nobody has reviewers, and comes after a last line without an end', () => {
    expect(withBlock(`* @acme\n${withBlock('', lines)}`, [])).toBe('* @acme\n');
    expect(withBlock('* @acme', lines)).toBe(`* @acme\n${withBlock('', lines)}`);
  });
});
