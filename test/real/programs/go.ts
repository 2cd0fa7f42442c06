/** Go programs: the `tool` lines of programs/<set>/go.mod, or its own main package, pinned by its go.sum. */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mustRun, run } from '../process';
import { completeEmbeds } from './go-embeds';
import { cache, once } from './once';

const sources = resolve('test/real/programs');

/** Finds a program of a set by its name. */
export type Programs = (name: string) => string;

export type GoSet =
  | 'kubernetes'
  | 'alertmanager'
  | 'argocd'
  | 'flux'
  | 'gitleaks'
  | 'gofakes3'
  | 'helm'
  | 'istio'
  | 'kubeconform'
  | 'kwok'
  | 'loki'
  | 'oauth2-proxy'
  | 'otelcol'
  | 'terraform-provider'
  | 'thanos'
  | 'trivy';

/** Sets with a main package of ours: the names that it answers to. */
const ownMain: Partial<Record<GoSet, readonly string[]>> = {
  'terraform-provider': ['terraform-provider-auth0', 'terraform-provider-aws', 'terraform-provider-azurerm', 'terraform-provider-cloudflare'],
  trivy: ['trivy-kubernetes'],
  // `argocd` is what the repo-server has git ask for credentials.
  argocd: ['argocd-application-controller', 'argocd-applicationset-controller', 'argocd-repo-server', 'argocd'],
  otelcol: ['otelcol'],
};

/** Sets whose main package a tool of the set writes, before it is built. */
const generators: Partial<Record<GoSet, readonly string[]>> = {
  otelcol: ['builder', '--config', 'builder.yaml', '--skip-compilation', '--skip-get-modules'],
};

/** Sets that are written for a coming version of the standard library. */
const experiments: Partial<Record<GoSet, string>> = { trivy: 'jsonv2' };

/** Build tags that a project builds its releases with, where it does not work without them. */
const tags: Partial<Record<GoSet, string>> = {
  // Thanos reads the memory of labels as slices, which they are by this tag only.
  thanos: 'netgo,slicelabels',
};

/** @throws Error if there is no Go, or what the compiler says */
export async function goPrograms(set: GoSet, say: (text: string) => void): Promise<Programs> {
  const files = readdirSync(join(sources, set)).sort();
  const hash = createHash('sha256').update(process.arch);
  for (const file of files) hash.update(readFileSync(join(sources, set, file)));
  hash.update(tags[set] ?? '');
  const folder = await once(join(cache, `${set}-${hash.digest('hex').slice(0, 12)}`), (work) => buildGo(set, files, work, say));
  return (name) => join(folder, name);
}

async function buildGo(set: GoSet, files: readonly string[], work: string, say: (text: string) => void): Promise<void> {
  if ((await run('sh', ['-c', 'command -v go'])).code !== 0)
    throw new Error(`${set} is built from source: install Go 1.26 or newer (https://go.dev/dl) and have 'go' on PATH`);
  const source = `${work}.source`;
  rmSync(source, { recursive: true, force: true });
  await mustRun('mkdir', ['-p', source]);
  for (const file of files) copyFileSync(join(sources, set, file), join(source, file));
  const module = readFileSync(join(source, 'go.mod'), 'utf8');
  const names = ownMain[set];
  const packages = names === undefined ? tools(module) : ['.'];
  say(
    `building ${(
      names ??
      packages.map((path) =>
        path
          .replace(/\/v\d+$/, '')
          .split('/')
          .at(-1),
      )
    ).join(', ')}: some minutes, once`,
  );
  const generator = generators[set];
  if (generator !== undefined) await mustRun('go', ['tool', ...generator], { cwd: source, env: compiler });
  await completeEmbeds(set, source, compiler);
  const flags = ['-mod=readonly', '-trimpath', ...(tags[set] === undefined ? [] : ['-tags', tags[set]]), '-ldflags', linkerFlags(module)];
  await mustRun('go', ['build', ...flags, '-o', `${work}/`, ...packages], { cwd: source, env: { ...compiler, GOEXPERIMENT: experiments[set] ?? '' } });
  const [first, ...others] = names ?? [];
  if (first !== undefined) renameSync(join(work, readdirSync(work)[0] ?? ''), join(work, first));
  for (const name of others) symlinkSync(first ?? '', join(work, name));
  rmSync(source, { recursive: true, force: true });
}

/** Pure Go needs no C compiler; a lazy garbage collector makes the compiler a fifth faster for a gigabyte of memory. */
const compiler = { CGO_ENABLED: '0', GOGC: '400', GOFLAGS: '' };

const tools = (module: string): readonly string[] =>
  [...(/^tool \(\n([^)]*)\)/m.exec(module)?.[1] ?? /^tool (.*)$/m.exec(module)?.[1] ?? '').matchAll(/\S+/g)].map(([path]) => path);

/** Folder with the files of a module that a set requires, as its proxy serves them; undefined without Go. */
export async function goModule(set: GoSet, module: string): Promise<string | undefined> {
  if ((await run('sh', ['-c', 'command -v go'])).code !== 0) return undefined;
  const answer = await mustRun('go', ['mod', 'download', '-json', `${module}@${goVersion(set, module)}`], { cwd: join(sources, set) });
  return (JSON.parse(answer) as { readonly Dir: string }).Dir; // `go help mod download` states the shape
}

/**
 * A file that the module brings along beside its code, at the version that `set` is built from.
 * @throws Error if there is no Go
 */
export async function goModuleFile(set: GoSet, module: string, path: string): Promise<string> {
  const folder = await goModule(set, module);
  if (folder === undefined) throw new Error(`${path} is in the Go module ${module}: have 'go' on PATH`);
  return join(folder, path);
}

/** The version of a module that a set requires, without what follows it. */
export const goVersion = (set: GoSet, module: string): string =>
  new RegExp(`^(?:require )?\\s*${module.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(readFileSync(join(sources, set, 'go.mod'), 'utf8'))?.[1] ?? '';

/** Kubernetes' own version is stamped by its release scripts; unstamped, kubectl and the API server say v0.0.0. */
function linkerFlags(module: string): string {
  const [, version, major, minor] = /^require k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)$/m.exec(module) ?? [];
  const stamp = 'k8s.io/component-base/version';
  return ['-s -w', ...(version === undefined ? [] : [`-X ${stamp}.gitVersion=${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`])].join(
    ' ',
  );
}
