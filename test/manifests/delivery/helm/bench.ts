/**
 * dist/ of the example in a git repository, a few of its components, and stand-ins for kubectl and Helm: what the runner
 * says, does and leaves. The real programs and a real API server: the part `helm` of the real-parts tests.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emptyLock } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { withDelivery } from '../../foundation/rendered';

export const cluster = 'aws-euc1';
/** In the order in which they are applied: definitions and namespaces, charts of third parties and of ours, data and none. */
export const components = ['crds-cloudnative-pg', 'namespaces', 'priority-classes', 'loki', 'keycloak-database', 'api', 'console'] as const;
export const commitless = 'a hotfix at night';

const standIns = join(__dirname, '../../../../../test/manifests/delivery/helm/stand-ins');
const files = manifestFiles({ platform: withDelivery('helm'), lock: emptyLock }).files;

export interface Outcome {
  readonly code: number;
  readonly text: string;
  /** Calls of kubectl and Helm. */
  readonly calls: readonly string[];
}

export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'helm-runner-'));
  readonly state = join(this.folder, 'cluster');

  constructor(template?: Bench) {
    if (template) {
      cpSync(template.folder, this.folder, { recursive: true });
      return;
    }
    for (const { path, content } of files) if (needs(path)) this.write(`repository/dist/${path}`, known(path, content));
    for (const name of ['kubectl', 'helm']) {
      mkdirSync(join(this.folder, 'bin'), { recursive: true });
      copyFileSync(join(standIns, name), join(this.folder, 'bin', name));
      chmodSync(join(this.folder, 'bin', name), 0o755);
    }
    this.set('contexts', `${cluster}\n`);
    this.set('issuer', 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123');
    this.set('version', 'v1.35.4-eks-1');
    this.set('nodes', 'eu-central-1 aws:///eu-central-1a/i-1\neu-central-1 aws:///eu-central-1b/i-2\n');
    this.set('helm-version', 'v4.3.1');
    this.definitions();
    this.git('init', '-q', '-b', 'main');
    this.commit();
    this.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  }

  /** Definitions of a third party, in a repository of its own, under the tag of the plan. */
  private definitions(): void {
    const row = this.rows('source')[0] ?? [];
    const [, , , tag = '', path = ''] = row;
    const upstream = join(this.folder, 'upstream');
    this.write(
      `upstream/${path}/postgresql.cnpg.io_clusters.yaml`,
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: clusters.postgresql.cnpg.io\n',
    );
    for (const words of [
      ['init', '-q', '-b', 'main'],
      ['add', '-A'],
      [...author, 'commit', '-qm', 'release'],
      ['tag', tag],
    ])
      execFileSync('git', ['-C', upstream, ...words]);
    this.edit(`dist/helm/${cluster}/plan.tsv`, (text) => text.replace(/\thttps:\/\/github\.com\/cloudnative-pg\/cloudnative-pg\t/, `\tfile://${upstream}\t`));
  }

  git = (...words: readonly string[]): string => execFileSync('git', ['-C', join(this.folder, 'repository'), ...words], { encoding: 'utf8' });
  /** The commit, not on the branch yet. */
  commit(): string {
    this.git('add', '-A');
    this.git(...author, 'commit', '-qm', 'synth', '--allow-empty');
    return this.git('rev-parse', 'HEAD').trim();
  }
  merge = (): string => this.git('update-ref', 'refs/remotes/origin/main', 'HEAD');

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }
  /** A file of the stand-in cluster. */
  set = (name: string, content: string): void => this.write(`cluster/${name}`, content);
  drop = (name: string): void => rmSync(join(this.state, name));
  has = (name: string): boolean => existsSync(join(this.state, name));
  get = (name: string): string => (this.has(name) ? readFileSync(join(this.state, name), 'utf8') : '');
  all = (prefix: string): readonly string[] => readdirSync(this.state).filter((name) => name.startsWith(prefix));
  edit(path: string, change: (text: string) => string): void {
    const file = join(this.folder, 'repository', path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  rows = (sort: string): readonly (readonly string[])[] =>
    readFileSync(join(this.folder, 'repository/dist/helm', cluster, 'plan.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([first]) => first === sort);

  /** `bash dist/helm/run.sh <words>`; words are split at blanks. */
  run(words: string, more: readonly string[] = []): Outcome {
    this.set('calls', '');
    const home = join(this.folder, 'home');
    const env = { PATH: `${join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: home, CLUSTER: this.state, TMPDIR: this.folder };
    const script = 'echo $$ >"$CLUSTER/runner"; exec bash dist/helm/run.sh "$@"';
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'run', ...words.split(' '), '--cluster', cluster, ...more], {
      cwd: join(this.folder, 'repository'),
      env,
      encoding: 'utf8',
    });
    return { code: status ?? 137, text: stdout + stderr, calls: this.get('calls').split('\n') };
  }
  /** The first apply of everything. */
  install = (): Outcome => this.run('apply --yes --new-cluster');
  remove = (): void => rmSync(this.folder, { recursive: true, force: true });
}

/** The runner, and what the chosen components are. */
const needs = (path: string): boolean =>
  /^(helm\/(run\.sh|runner\/|[^/]+\/plan)|bootstrap\/aws-euc1\/)/.test(path) ||
  components.some((name) => path.startsWith(`helm/${cluster}/charts/${name}/`) || path.startsWith(`clusters/${cluster}/${name}/`));

let bare: Bench | undefined;
let full: Bench | undefined;
/** A cluster that nothing was applied to. */
export const fresh = (): Bench => new Bench((bare ??= new Bench()));
/** A cluster that everything was applied to. */
export function installed(): Bench {
  if (!full) {
    full = fresh();
    full.install();
  }
  return new Bench(full);
}
/** Removes what the others are copies of. */
export const clear = (): void => [bare, full].forEach((bench) => bench?.remove());

const author = ['-c', 'user.name=ada', '-c', 'user.email=ada@acme.example'];
const mine = new RegExp(`^(component\t\\d+|needs|chart|source|definitions|gate)\t(${components.join('|')})\t`);

/** The plan with these components only, and no value that an apply of the cloud layer would bring. */
function known(path: string, content: string): string {
  const filled = path.startsWith('helm/runner/') ? content : content.replaceAll('unset--', 'known--');
  if (path !== `helm/${cluster}/plan.tsv`) return filled;
  return filled
    .split('\n')
    .filter(
      (line) => !/^(component|needs|chart|source|definitions|gate)\t/.test(line) || (mine.test(`${line}\t`) && !/^needs\t[^\t]+\t/.test(line)) || needed(line),
    )
    .join('\n');
}
const needed = (line: string): boolean => {
  const [sort, of = '', other = ''] = line.split('\t');
  return sort === 'needs' && (components as readonly string[]).includes(of) && (components as readonly string[]).includes(other);
};

/** Calls that write: nothing of them may happen without --yes, or in the wrong cluster. */
export const writes = ({ calls }: Outcome): readonly string[] =>
  calls.filter(
    (call) =>
      /^(kubectl .* (apply|create|replace|delete|patch|annotate|label) |helm .* (upgrade|rollback|uninstall) )/.test(call) && !/--dry-run|--local/.test(call),
  );
export const helmCalls = ({ calls }: Outcome, verb: string): readonly string[] =>
  calls.filter((call) => call.startsWith('helm') && call.includes(` ${verb} `) && !call.includes('--dry-run'));
