/**
 * Stand-in repositories of third parties: the pinned tag, and below the pinned path the definitions of CRDS_DIR. Only of
 * kinds that dist/ has objects of: each definition costs an API server and Argo CD a second, and the part 'kubernetes' applies them all.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  /** Paths in it that hold definitions. */
  readonly definitions: readonly string[];
}

/**
 * One repository for all sources of one address.
 * @throws Error if two releases pin different tags of it
 */
export async function upstream(repository: string, sources: readonly ComponentSource[], used: UsedKinds, work: string): Promise<Upstream> {
  const { pathname } = new URL(repository);
  const folder = join(work, pathname.replace(/^\//, '').replaceAll('/', '+'));
  const [tag, ...others] = new Set(sources.map((source) => source.tag));
  if (tag === undefined || others.length > 0) throw new Error(`${repository}: one tag expected, not ${[tag, ...others].join(', ')}`);
  const definitionPaths: string[] = [];
  for (const source of sources) {
    mkdirSync(join(folder, source.path), { recursive: true });
    const files = definitions(source);
    // Not a definition: an operator's own manifest, of which only that it becomes healthy matters here.
    if (files.length === 0) writeFileSync(join(folder, source.path, source.include), operator(source));
    for (const { file, content } of usedDefinitions(files, used)) {
      const path = join(source.path, file.split('/').at(-1) ?? '');
      definitionPaths.push(path);
      writeFileSync(join(folder, path), content);
    }
  }
  await committed(folder, `${repository} ${tag}`);
  await mustRun('git', ['tag', tag], { cwd: folder });
  return { path: pathname, folder, definitions: definitionPaths };
}

/** `<group>/<kind>` */
export type UsedKinds = ReadonlySet<string>;

interface DefinitionFile {
  readonly file: string;
  readonly content: string;
}

/** Documents whose kind is used; where none is, the smallest, because an Application without objects is refused. */
function usedDefinitions(files: readonly string[], used: UsedKinds): readonly DefinitionFile[] {
  const all = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split(/^---\s*$/m)
      .filter((content) => /^kind: *"?CustomResourceDefinition/m.test(content))
      .map((content) => ({ file, content })),
  );
  const mine = all.filter(({ content }) => used.has(kindOf(content)));
  const found = mine.length > 0 ? mine : all.sort((a, b) => a.content.length - b.content.length).slice(0, 1);
  return [...new Set(found.map(({ file }) => file))].map((file) => ({
    file,
    content: found
      .filter((each) => each.file === file)
      .map(({ content }) => content)
      .join('\n---\n'),
  }));
}

/** Reading megabytes of schemas for two words would take longer than what it saves. */
function kindOf(definition: string): string {
  const spec = definition.slice(definition.search(/^spec:/m));
  const [, group = ''] = /^ {2}group: *"?([^\s"]+)/m.exec(spec) ?? [];
  const [, kind = ''] = /^ {2}names:[^]*?^ {4}kind: *"?([^\s"]+)/m.exec(spec) ?? [];
  return `${group}/${kind}`;
}

const who = { name: 'Real parts', email: 'real-parts@localhost' };
/** Nothing of the user's own configuration of git; branches stay files that can be read. */
export const gitEnv = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
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
