/** Stand-in repositories of third parties: the pinned tag, and below the pinned path the definitions of CRDS_DIR. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { definitions } from '../../kubernetes/definitions';
import type { Source } from '../../kubernetes/delivery';
import { mustRun } from '../../process';

/** Source of a component. */
export interface ComponentSource extends Source {
  readonly component: string;
}

export interface Upstream {
  /** Path of the repository at its host. */
  readonly path: string;
  readonly folder: string;
}

/**
 * One repository for all sources of one address.
 * @throws Error if two releases pin different tags of it
 */
export async function upstream(repository: string, sources: readonly ComponentSource[], work: string): Promise<Upstream> {
  const { pathname } = new URL(repository);
  const folder = join(work, pathname.replace(/^\//, '').replaceAll('/', '+'));
  const [tag, ...others] = new Set(sources.map((source) => source.tag));
  if (tag === undefined || others.length > 0) throw new Error(`${repository}: one tag expected, not ${[tag, ...others].join(', ')}`);
  for (const source of sources) {
    mkdirSync(join(folder, source.path), { recursive: true });
    const files = definitions(source);
    // Not a definition: an operator's own manifest, of which only that it becomes healthy matters here.
    if (files.length === 0) writeFileSync(join(folder, source.path, source.include), operator(source));
    for (const file of files) copyFileSync(file, join(folder, source.path, file.split('/').at(-1) ?? ''));
  }
  await committed(folder, `${repository} ${tag}`);
  await mustRun('git', ['tag', tag], { cwd: folder });
  return { path: pathname, folder };
}

const who = { name: 'Real parts', email: 'real-parts@localhost' };
/** Nothing of the user's own configuration of git. */
export const gitEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: who.name,
  GIT_AUTHOR_EMAIL: who.email,
  GIT_COMMITTER_NAME: who.name,
  GIT_COMMITTER_EMAIL: who.email,
};

/** Makes `folder` a repository with branch main and its files committed. */
export async function committed(folder: string, message: string): Promise<void> {
  const git = (...args: readonly string[]) => mustRun('git', args, { cwd: folder, env: gitEnv });
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', message);
}

function operator({ component: name }: ComponentSource): string {
  const labels = { 'app.kubernetes.io/name': name };
  const limits = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } };
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10.1', resources: limits, securityContext }] },
      },
    },
  });
}
