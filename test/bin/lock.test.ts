import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parsePlatform } from '../../lib/model';
import { lockStacks } from '../../lib/names';

const { platform } = parsePlatform(readFileSync('platform.yaml', 'utf8'), 'platform.yaml');
const program = resolve('build/bin/dbaas-gitops.js');

function locked(outputs: Readonly<Record<string, object>>): { readonly said: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  copyFileSync('platform.yaml', join(folder, 'platform.yaml'));
  for (const [id, values] of Object.entries(outputs))
    writeFileSync(
      join(folder, `${id}.json`),
      JSON.stringify(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: value as unknown }]))),
    );
  const said = execFileSync('node', [program, 'lock', ...Object.keys(outputs).map((id) => `${id}.json`)], { cwd: folder, encoding: 'utf8' });
  return { said, file: readFileSync(join(folder, 'cloud.lock.yaml'), 'utf8') };
}

describe('npm run lock', () => {
  it('keeps what every stack of a cluster puts out, whichever comes last', () => {
    const { said, file } = locked({
      'aws-euc1-network': { cluster: 'aws-euc1', egress_addresses: ['203.0.113.1', '203.0.113.2'] },
      'aws-euc1-cluster': { cluster: 'aws-euc1', oidc_issuer: 'https://oidc.example/id/1' },
    });
    expect(said).toContain('2 values taken');
    expect(said).not.toMatch(/aws-euc1: /);
    expect(file).toContain('203.0.113.1,203.0.113.2');
    expect(file).toContain('https://oidc.example/id/1');
  });

  it('is asked for in dist/README.md with the stacks that have something for it, and no other', () => {
    expect(lockStacks(platform)).toEqual(['aws-euc1-network', 'aws-euc1-cluster', 'az-weu-identity', 'az-weu-network', 'az-weu-cluster']);
    const step = readFileSync('dist/README.md', 'utf8')
      .split('\n')
      .find((line) => line.includes('output -json'));
    expect([...(step ?? '').matchAll(/`([a-z0-9-]+)`/g)].map(([, id]) => id)).toEqual(lockStacks(platform));
  });
});
