/** Everything outside the clusters that Argo CD talks to, made of what the releases name. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../../kubernetes/delivery';
import { goModuleFile, goVersion } from '../../programs';
import { certificateOf } from './certificate';
import { chartHosts } from './chart-hosts';
import { chartArchive, type Chart } from './charts';
import { gitHost } from './git';
import { gitHubApp, type GitHubApp } from './github-app';
import { outside, type Host, type Outside } from './proxy';
import { upstream, type ComponentSource, type UsedKinds } from './upstreams';

export interface WorldProps {
  readonly releases: readonly Release[];
  /** Kinds of the objects that dist/ has. */
  readonly used: UsedKinds;
  /** Address of the platform's repository, as dist/ names it, and the folder that holds it here. */
  readonly repository: string;
  readonly folder: string;
  readonly work: string;
  /** Whether charts hold their project's definitions. @default true */
  readonly definitionsInCharts?: boolean;
}

export interface World extends Outside {
  readonly app: GitHubApp;
  /** Definitions that the stand-in repositories hold. */
  readonly definitions: readonly { readonly repository: string; readonly file: string }[];
}

const argocd = 'github.com/argoproj/argo-cd/v3';

export async function world({ releases, used, repository, folder, work, definitionsInCharts = true }: WorldProps): Promise<World> {
  mkdirSync(work, { recursive: true });
  const app = gitHubApp();
  const own = new URL(repository);
  const upstreams = await Promise.all(
    [...byRepository(releases)].map(async ([address, sources]) => ({ address, ...(await upstream(address, sources, used, made(work, 'git'))) })),
  );
  const hosts: Record<string, Host> = {
    ...chartHosts(await Promise.all(chartsOf(releases).map((chart) => chartArchive(chart, made(work, 'charts'), definitionsInCharts)))),
    'api.github.com': app.api,
    // Argo CD's own manifests; no other delivery asks for them.
    ...(releases.some(({ kind }) => kind === 'kustomize') ? { 'raw.githubusercontent.com': await upstreamManifests() } : {}),
  };
  for (const host of new Set([own.hostname, ...upstreams.map(({ address }) => new URL(address).hostname)])) {
    const repositories = new Map(upstreams.filter(({ address }) => new URL(address).hostname === host).map((each) => [each.path, each.folder]));
    if (host === own.hostname) repositories.set(own.pathname, folder);
    const answer = gitHost({ repositories, allowed: (path, token) => path !== own.pathname || host !== own.hostname || app.valid(token) });
    const others = hosts[host];
    hosts[host] = async (request, response) => {
      if (await answer(request, response)) return;
      if (others === undefined) response.writeHead(404).end();
      else await others(request, response);
    };
  }
  const definitions = upstreams.flatMap(({ address, folder: root, definitions: paths }) =>
    paths.map((path) => ({ repository: address, file: join(root, path) })),
  );
  return { app, definitions, ...(await outside(hosts, await certificateOf(Object.keys(hosts), work))) };
}

function made(work: string, name: string): string {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Argo CD's manifests are files of the module that its controllers are built from: the real ones, at the version of the program. */
async function upstreamManifests(): Promise<Host> {
  const path = 'manifests/ha/install.yaml';
  const content = readFileSync(await goModuleFile('argocd', argocd, path));
  return ({ url }, response) => {
    if (url === `/argoproj/argo-cd/${goVersion('argocd', argocd)}/${path}`) response.writeHead(200, { 'content-type': 'text/plain' }).end(content);
    else response.writeHead(404).end();
  };
}

function byRepository(releases: readonly Release[]): ReadonlyMap<string, readonly ComponentSource[]> {
  const found = new Map<string, ComponentSource[]>();
  for (const { component, sources } of releases)
    for (const source of sources) {
      const same = found.get(source.repository) ?? [];
      if (!same.some(({ path, include }) => path === source.path && include === source.include)) same.push({ ...source, component });
      found.set(source.repository, same);
    }
  return found;
}

const chartsOf = (releases: readonly Release[]): readonly Chart[] => [
  ...new Map(
    releases.flatMap(({ chart: { repository, name, version } }) =>
      repository === undefined || name === undefined || version === undefined
        ? []
        : [[`${repository} ${name} ${version}`, { repository, name, version }] as const],
    ),
  ).values(),
];
