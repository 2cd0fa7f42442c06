import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parsePlatform } from '../../lib/model';
import { lockStacks } from '../../lib/names';
import { withSecurity } from '../manifests/foundation/rendered';

const { platform } = parsePlatform(readFileSync('platform.yaml', 'utf8'), 'platform.yaml');
const program = resolve('build/bin/dbaas-gitops.js');

interface Locked {
  readonly status: number | null;
  readonly said: string;
  readonly file: string;
}
/** Runs the command over outputs, for the example with this security option. */
function locked(outputs: Readonly<Record<string, object>>, security = 'use: istio-keycloak'): Locked {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  writeFileSync(join(folder, 'platform.yaml'), readFileSync('platform.yaml', 'utf8').replace('use: istio-keycloak', security));
  for (const [id, values] of Object.entries(outputs))
    writeFileSync(
      join(folder, `${id}.json`),
      JSON.stringify(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: value as unknown }]))),
    );
  const { status, stdout, stderr } = spawnSync('node', [program, 'lock', ...Object.keys(outputs).map((id) => `${id}.json`)], { cwd: folder, encoding: 'utf8' });
  const file = join(folder, 'cloud.lock.yaml');
  return { status, said: stdout + stderr, file: existsSync(file) ? readFileSync(file, 'utf8') : '' };
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

describe('client ids of a tenant', () => {
  const auth0 = 'use: istio-auth0\n  auth0: { tenant: acme-db.eu.auth0.com }';
  const ids = { 'oauth2-proxy': 'AbCdEfGhIjKlMnOpQrStUvWxYz012345', argocd: 'ArgocdClientIdAtAuth0aaaaaaaaaaa', grafana: 'GrafanaClientIdAtAuth0aaaaaaaaaa' };

  it('are taken for every cluster', () => {
    const { said, file } = locked({ security: { platform: 'acme-db', client_ids: ids } }, auth0);
    expect(said).toContain('6 values taken');
    for (const text of [ids['oauth2-proxy'], 'oidc.oauth2-proxy.clientId', 'oidc.argocd.clientId', 'oidc.grafana.clientId'])
      expect(file.split(text).length - 1).toBe(2);
    expect(lockStacks(withSecurity('istio-auth0'))).toContain('security');
  });

  it.each([
    ['of another platform', auth0, { platform: 'other', client_ids: ids }, /names no cluster of the platform/],
    ['that lack a client', auth0, { platform: 'acme-db', client_ids: { argocd: ids.argocd } }, /entry '(oauth2-proxy|grafana)'/],
    ['where the platform chooses the ids', 'use: istio-keycloak', { platform: 'acme-db', client_ids: ids }, /none of the outputs/],
  ])('are not taken from outputs %s', (_, security, outputs, problem) => {
    const { status, said, file } = locked({ security: outputs }, security);
    expect(said).toMatch(problem);
    expect([status === 0, file]).toEqual([false, '']);
  });
});
