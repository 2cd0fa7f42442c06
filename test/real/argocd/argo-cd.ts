/**
 * Argo CD's own programs, each started with the environment that its Deployment in the cluster has: what dist/ sets in
 * argocd-cm and argocd-cmd-params-cm reaches them as in production. Only addresses and folders are those of this machine.
 */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalCluster } from '../kubernetes/cluster';
import { debianProgram, goModuleFile, goPrograms, type Programs } from '../programs';
import { freePort, until, type Servers } from '../process';
import type { Api } from './api';
import type { World } from './outside';

export interface ArgoCdProps {
  readonly cluster: LocalCluster;
  readonly api: Api;
  readonly world: World;
  readonly servers: Servers;
  readonly say: (text: string) => void;
}

/** After the bootstrap. */
export async function startArgoCd(props: ArgoCdProps): Promise<void> {
  const { cluster, servers, world, say } = props;
  const programs = await goPrograms('argocd', say);
  const redis = await freePort();
  servers.start(
    await debianProgram({ program: 'redis-server', package: 'redis-server', say }),
    ['--port', String(redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    join(cluster.folder, 'redis.log'),
  );
  const [port, ...ports] = (await Promise.all(Array.from({ length: 6 }, freePort))).map(String) as [string, string, string, string, string, string]; // six asked, six given
  const addresses = { REDIS_SERVER: `127.0.0.1:${redis}` };
  const repositories = `127.0.0.1:${port}`;
  servers.start(
    programs('argocd-repo-server'),
    ['--address', '127.0.0.1', '--port', port, '--metrics-address', '127.0.0.1', '--metrics-port', ports[0]],
    join(cluster.folder, 'argocd-repo-server.log'),
    {
      env: { ...(await environmentOf(props.api, 'deployments', 'argocd-repo-server')), ...(await folders(cluster, programs, say)), ...world.env, ...addresses },
    },
  );
  const controller = 'argocd-application-controller';
  servers.start(programs(controller), [...(await identity(cluster, controller)), '--metrics-port', ports[1]], join(cluster.folder, `${controller}.log`), {
    env: {
      ...(await environmentOf(props.api, 'statefulsets', controller)),
      ...addresses,
      ARGOCD_APPLICATION_CONTROLLER_REPO_SERVER: repositories,
      ARGOCD_FAKE_IN_CLUSTER: 'true', // "in cluster" is what KUBECONFIG names
      KUBECONFIG: kubeconfigOf(cluster, controller),
      KUBECACHEDIR: join(cluster.folder, 'kubecache'),
      GOGC: '200', // memory for processor time
    },
  });
  const sets = 'argocd-applicationset-controller';
  const listen = [`--metrics-addr=127.0.0.1:${ports[2]}`, `--probe-addr=127.0.0.1:${ports[3]}`, `--webhook-addr=127.0.0.1:${ports[4]}`];
  servers.start(programs(sets), [...(await identity(cluster, sets)), ...listen], join(cluster.folder, `${sets}.log`), {
    env: {
      ...(await environmentOf(props.api, 'deployments', sets)),
      ARGOCD_APPLICATIONSET_CONTROLLER_REPO_SERVER: repositories,
      KUBECONFIG: kubeconfigOf(cluster, sets), // it looks for its cluster a second time
      ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_LEADER_ELECTION: 'false', // there is one, and no pod whose namespace the lease could be in
    },
  });
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly configMapKeyRef?: { readonly name: string; readonly key: string } };
}

/** Environment of the main container, as a kubelet reads it. */
async function environmentOf(api: Api, kind: 'deployments' | 'statefulsets', name: string): Promise<Readonly<Record<string, string>>> {
  const found = await api.get<{
    readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly env?: readonly Variable[] }[] } } };
  }>(`/apis/apps/v1/namespaces/argocd/${kind}/${name}`);
  const maps = new Map<string, Readonly<Record<string, string>>>();
  const entries: [string, string][] = [];
  for (const { name: key, value, valueFrom } of found?.spec.template.spec.containers[0]?.env ?? []) {
    const map = valueFrom?.configMapKeyRef;
    if (map !== undefined && !maps.has(map.name))
      maps.set(map.name, (await api.get<{ readonly data?: Readonly<Record<string, string>> }>(`/api/v1/namespaces/argocd/configmaps/${map.name}`))?.data ?? {});
    const text = value ?? (map === undefined ? undefined : maps.get(map.name)?.[map.key]);
    if (text !== undefined) entries.push([key, text]);
  }
  if (entries.length === 0) throw new Error(`${kind}/${name} has no environment: the bootstrap did not install Argo CD`);
  return Object.fromEntries(entries);
}

const kubeconfigOf = ({ folder }: LocalCluster, account: string): string => join(folder, `${account}.kubeconfig`);

/** Flags by which a program is the service account of its pod, with the rights that Argo CD's manifests give it. */
async function identity(cluster: LocalCluster, account: string): Promise<readonly string[]> {
  const token = await until(`token of ${account}`, 30, async () => {
    const { code, stdout } = await cluster.kubectl(['create', 'token', account, '-n', 'argocd', '--duration=24h']);
    return code === 0 ? stdout.trim() : undefined;
  });
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server: cluster.server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: account, user: { token } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: account, namespace: 'argocd' } }],
    'current-context': 'local',
  };
  writeFileSync(kubeconfigOf(cluster, account), JSON.stringify(config), { mode: 0o600 });
  return ['--kubeconfig', kubeconfigOf(cluster, account), '--namespace', 'argocd'];
}

/** What the image and the volumes of the repo-server give it: helm, kustomize and `argocd` on PATH, folders to write to. */
async function folders({ folder }: LocalCluster, argocd: Programs, say: (text: string) => void): Promise<Readonly<Record<string, string>>> {
  const place = (name: string): string => {
    const path = join(folder, 'repo-server', name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const bin = place('bin');
  const kubectl = (await goPrograms('kubernetes', say))('kubectl');
  symlinkSync((await goPrograms('helm', say))('helm'), join(bin, 'helm'));
  symlinkSync(argocd('argocd'), join(bin, 'argocd'));
  // kubectl brings kustomize along; Argo CD calls nothing of it but `kustomize build <folder>` for what is in dist/.
  writeFileSync(join(bin, 'kustomize'), `#!/bin/sh\n[ "$1" = build ] || { echo "only build, not $*" >&2; exit 1; }\nshift\nexec '${kubectl}' kustomize "$@"\n`);
  chmodSync(join(bin, 'kustomize'), 0o755);
  copyFileSync(await goModuleFile('argocd', 'github.com/argoproj/argo-cd/v3', 'hack/git-verify-wrapper.sh'), join(bin, 'git-verify-wrapper.sh'));
  chmodSync(join(bin, 'git-verify-wrapper.sh'), 0o755);
  const helm = place('helm');
  return {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    TMPDIR: place('tmp'),
    HELM_CACHE_HOME: helm,
    HELM_CONFIG_HOME: helm,
    HELM_DATA_HOME: helm,
    ARGOCD_TLS_DATA_PATH: place('tls'),
    ARGOCD_SSH_DATA_PATH: place('ssh'),
    // A socket's path may have 107 characters, and that of the work tree is the user's choice.
    ARGOCD_ASK_PASS_SOCK: join(mkdtempSync(join(tmpdir(), 'argocd-')), 'ask-pass.sock'),
    ARGOCD_GPG_ENABLED: 'false', // dist/ asks for no signatures
    GIT_CONFIG_GLOBAL: '/dev/null',
    ARGOCD_GIT_REQUEST_TIMEOUT: '60s', // all Applications look at once here, on a machine with other work
  };
}
