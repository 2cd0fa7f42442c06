/** Certificates between clusters: authorities by the commands of docs/runbooks/metrics-root.md, leaves as dist/ asks for them. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objects } from '../alerts/rule-files';
import { issue, type Authority, type Certificate } from '../certificates';
import { mustRun, run } from '../process';

export interface Authorities {
  readonly root: string;
  /** Cluster -> its intermediate, as the secret `metrics-ca` holds it. */
  readonly of: (cluster: string) => Authority;
}

/** Runs the first block of commands of the runbook in `folder`. */
export async function authorities(folder: string, platform: string, domain: string): Promise<Authorities> {
  mkdirSync(folder, { recursive: true });
  const [, commands] = /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/runbooks/metrics-root.md', 'utf8')) ?? [];
  if (commands === undefined) throw new Error('docs/runbooks/metrics-root.md has no commands');
  await mustRun('sh', ['-e', '-c', commands], { cwd: folder, env: { PLATFORM: platform, DOMAIN: domain } });
  return {
    root: join(folder, 'metrics-root.crt'),
    of: (cluster) => ({ certificate: join(folder, `${cluster}.chain.crt`), key: join(folder, `${cluster}.key`) }),
  };
}

export function certificate(cluster: string, name: string): Certificate {
  const [found] = objects<Certificate>(cluster, `certificate-${name}.`);
  if (found === undefined) throw new Error(`dist/clusters/${cluster} has no Certificate ${name}`);
  return found.object;
}

/** Secrets of a cluster: name -> folder with its files. */
export async function secretsOf(cluster: string, made: Authorities, folder: string): Promise<Readonly<Record<string, string>>> {
  const root = join(folder, 'metrics-root');
  mkdirSync(root, { recursive: true });
  copyFileSync(made.root, join(root, 'ca.crt'));
  const leaf = (name: string): Promise<string> => issue(certificate(cluster, name), made.of(cluster), join(folder, name));
  return { 'metrics-root': root, 'thanos-peer-server': await leaf('thanos-peer-server'), 'thanos-peer-client': await leaf('thanos-peer-client') };
}

/** What openssl says of the leaves, each with its chain. */
export async function unverified(made: Authorities, secrets: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const leaves = Object.entries(secrets).filter(([name]) => name !== 'metrics-root');
  const said = await Promise.all(
    leaves.map(async ([name, folder]) => {
      const file = join(folder, 'tls.crt');
      const { code, stderr } = await run('openssl', ['verify', '-CAfile', made.root, '-untrusted', file, file]);
      return code === 0 ? [] : [`${name}: ${stderr}`];
    }),
  );
  return said.flat();
}
