/** A cluster to test on: one API server with its etcd and its controller manager on loopback, or a context of KUBECONFIG. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianProgram, goPrograms, type Programs } from '../programs';
import { freePort, mustRun, run, until, type Finished, type Servers } from '../process';

export interface KubectlProps {
  /** Whom the request is made as. @default - the administrator of the kubeconfig */
  readonly as?: string;
  readonly input?: string;
}

export interface Cluster {
  readonly name: string;
  readonly version: string;
  /** Somebody's, with controllers and nodes of its own. */
  readonly given: boolean;
  /** Scratch files of this run. */
  readonly folder: string;
  kubectl(args: readonly string[], props?: KubectlProps): Promise<Finished>;
}

/** One of ours: programs that we start can be its machines. */
export interface LocalCluster extends Cluster {
  /** Of the administrator. */
  readonly kubeconfig: string;
  readonly server: string;
  readonly token: string;
}

export interface ClustersProps {
  readonly names: readonly string[];
  readonly servers: Servers;
  /** Scratch folder of the run. */
  readonly work: string;
  readonly say: (text: string) => void;
}

/** One for each name; fewer where KUBECONFIG lacks a context of that name. */
export async function clusters({ names, servers, work, say }: ClustersProps): Promise<readonly Cluster[]> {
  const given = process.env['KUBECONFIG'];
  if (given !== undefined && given !== '') return givenClusters(names, given, await anyKubectl(say), work);
  return localClusters({ names, servers, work, say });
}

export interface LocalClustersProps extends ClustersProps {
  /** Controllers beside those that admission needs. @default - none */
  readonly controllers?: readonly string[];
}

/** API servers of ours, whatever KUBECONFIG says. */
export async function localClusters({ names, servers, work, say, controllers: more = [] }: LocalClustersProps): Promise<readonly LocalCluster[]> {
  const programs = await goPrograms('kubernetes', say);
  const etcd = await debianProgram({ program: 'etcd', package: 'etcd-server', say });
  return Promise.all(
    names.map((name) => localCluster({ name, folder: freshFolder(work, name), programs, etcd, servers, controllers: [...controllers, ...more] })),
  );
}

/** Who has a cluster has kubectl. */
async function anyKubectl(say: (text: string) => void): Promise<string> {
  const { code, stdout } = await run('sh', ['-c', 'command -v kubectl']);
  return code === 0 ? stdout.trim() : (await goPrograms('kubernetes', say))('kubectl');
}

async function givenClusters(names: readonly string[], kubeconfig: string, kubectl: string, work: string): Promise<readonly Cluster[]> {
  const where = ['--kubeconfig', kubeconfig];
  const contexts = (await mustRun(kubectl, ['config', 'get-contexts', '-o', 'name', ...where])).split('\n');
  return Promise.all(
    names.filter((name) => contexts.includes(name)).map((name) => reached(name, freshFolder(work, name), kubectl, [...where, '--context', name])),
  );
}

interface LocalProps {
  readonly name: string;
  readonly folder: string;
  readonly programs: Programs;
  readonly etcd: string;
  readonly servers: Servers;
  /** @default - those that admission needs */
  readonly controllers?: readonly string[];
}

async function localCluster({ name, folder, programs, etcd, servers, controllers: run = controllers }: LocalProps): Promise<LocalCluster> {
  const [clients, peers, port] = [await freePort(), await freePort(), await freePort()];
  const store = `http://127.0.0.1:${clients}`;
  servers.start(
    etcd,
    ['--data-dir', join(folder, 'etcd'), '--listen-client-urls', store, '--advertise-client-urls', store, '--listen-peer-urls', `http://127.0.0.1:${peers}`],
    join(folder, 'etcd.log'),
  );
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'tokens.csv'), `${token},administrator,administrator,"system:masters"\n`, { mode: 0o600 });
  const key = join(folder, 'service-accounts.key');
  writeFileSync(key, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  servers.start(programs('kube-apiserver'), apiServerFlags({ store, port, folder, key }), join(folder, 'kube-apiserver.log'), {
    env: { GOGC: '200' }, // a third less processor time for half as much memory again
  });
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(port, token), { mode: 0o600 });
  const cluster = await reached(name, folder, programs('kubectl'), ['--kubeconfig', kubeconfig]).catch((cause: unknown) => {
    throw new Error(`${String(cause)}\n${lastLines(join(folder, 'kube-apiserver.log'))}`);
  });
  servers.start(programs('kube-controller-manager'), controllerFlags({ kubeconfig, folder, key, run }), join(folder, 'kube-controller-manager.log'));
  return { ...cluster, kubeconfig, token, server: `https://127.0.0.1:${port}` };
}

/** Admission plugins are those of a release, with nothing taken away. */
const apiServerFlags = ({ store, port, folder, key }: { store: string; port: number; folder: string; key: string }): readonly string[] => [
  `--etcd-servers=${store}`,
  '--bind-address=127.0.0.1',
  '--advertise-address=127.0.0.1',
  '--endpoint-reconciler-type=none',
  `--secure-port=${port}`,
  `--cert-dir=${join(folder, 'certificates')}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  '--anonymous-auth=false',
  // Debian's etcd is too old for it. The server would still offer it, refuse each watch that begins without a version, and its clients would pause ever longer.
  '--feature-gates=WatchList=false',
  '--allow-privileged=true',
  '--service-cluster-ip-range=10.255.0.0/16',
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${key}`,
  `--service-account-signing-key-file=${key}`,
];

/** Those controllers that admission needs: quota counts, default service accounts, types of the policies' expressions. */
const controllers = ['resourcequota-controller', 'serviceaccount-controller', 'validatingadmissionpolicy-status-controller', 'namespace-controller'];

interface ControllerProps {
  readonly kubeconfig: string;
  readonly folder: string;
  readonly key: string;
  readonly run: readonly string[];
}

const controllerFlags = ({ kubeconfig, folder, key, run }: ControllerProps): readonly string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--controllers=${run.join(',')}`,
  `--service-account-private-key-file=${key}`,
  `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
  '--node-monitor-grace-period=1h', // a busy machine must not look like a dead node
  '--kube-api-qps=100',
  '--kube-api-burst=200',
  '--leader-elect=false',
  '--secure-port=0',
];

const kubeconfigOf = (port: number, token: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'administrator', user: { token } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: 'administrator' } }],
    'current-context': 'local',
  });

/** Waits until the API server is ready. */
async function reached(name: string, folder: string, kubectl: string, where: readonly string[]): Promise<Cluster> {
  const ask = (args: readonly string[], { as, input }: KubectlProps = {}) =>
    run(
      kubectl,
      [...where, '--cache-dir', join(folder, 'discovery'), ...(as === undefined ? [] : ['--as', as]), ...args],
      input === undefined ? {} : { input },
    );
  await until(`API server of ${name} is ready`, 90, async () => ((await ask(['get', '--raw', '/readyz'])).code === 0 ? true : undefined));
  const { stdout } = await ask(['get', '--raw', '/version']);
  return { name, folder, given: where.includes('--context'), version: (JSON.parse(stdout) as { gitVersion: string }).gitVersion, kubectl: ask };
}

function freshFolder(work: string, name: string): string {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const lastLines = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : '');
