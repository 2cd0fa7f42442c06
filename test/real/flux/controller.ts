/** kustomize-controller with the arguments, the account and the rights that dist/ gives it. Only addresses are those of this machine. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, ApiObject } from '../argocd/api';
import type { LocalCluster } from '../kubernetes/cluster';
import { freePort, until, type Servers } from '../process';
import { goPrograms } from '../programs';

const name = 'kustomize-controller';
const namespace = 'flux-system';

/** Nobody takes events here; there is one controller, and no pod whose namespace its lease could be in. */
const notHere = ['--events-addr=', '--enable-leader-election'];

interface Deployment extends ApiObject {
  readonly metadata: ApiObject['metadata'] & { readonly generation: number };
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly args?: readonly string[] }[] } };
  };
  readonly status?: { readonly observedGeneration?: number };
}

export async function startController(cluster: LocalCluster, api: Api, servers: Servers, say: (text: string) => void): Promise<void> {
  const program = (await goPrograms('flux', say))(name);
  const deployment = await api.get<Deployment>(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
  const args = (deployment?.spec.template.spec.containers[0]?.args ?? []).filter((arg) => !notHere.some((flag) => arg.startsWith(flag)));
  if (args.length === 0) throw new Error(`the bootstrap brought no Deployment ${name}`);
  const token = await until(`token of ${name}`, 30, async () => {
    const { code, stdout } = await cluster.kubectl(['create', 'token', name, '-n', namespace, '--duration=24h']);
    return code === 0 ? stdout.trim() : undefined;
  });
  const kubeconfig = join(cluster.folder, `${name}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server: cluster.server, 'insecure-skip-tls-verify': true } }],
    users: [{ name, user: { token } }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: name, namespace } }],
    'current-context': 'local',
  };
  writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const [metrics, health] = [await freePort(), await freePort()];
  servers.start(program, [...args, `--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`], join(cluster.folder, `${name}.log`), {
    env: { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: namespace, TMPDIR: cluster.folder },
  });
}

/** No kubelet runs here: every Deployment has the pods that it asks for as soon as it is there. */
export const rollOut = (api: Api): void =>
  api.watch<Deployment>('/apis/apps/v1/deployments', ({ type, object: { metadata, spec, status } }) => {
    if (type === 'DELETED' || status?.observedGeneration === metadata.generation) return;
    const replicas = spec.replicas ?? 1;
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const condition = (of: string, reason: string) => ({ type: of, status: 'True', reason, message: '', lastTransitionTime: now, lastUpdateTime: now });
    void api.patch(`/apis/apps/v1/namespaces/${metadata.namespace ?? ''}/deployments/${metadata.name}/status`, {
      status: {
        observedGeneration: metadata.generation,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        conditions: [condition('Available', 'MinimumReplicasAvailable'), condition('Progressing', 'NewReplicaSetAvailable')],
      },
    });
  });

/** List of a kind -> what its controller, which does not run here, says when all is well. Of git's sources Artifacts says it. */
const wellOff: Readonly<Record<string, { readonly reason: string; readonly message: string }>> = {
  '/apis/helm.toolkit.fluxcd.io/v2/helmreleases': { reason: 'InstallSucceeded', message: 'installed' },
  '/apis/source.toolkit.fluxcd.io/v1/helmrepositories': { reason: 'Succeeded', message: 'stored artifact' },
  '/apis/source.toolkit.fluxcd.io/v1/ocirepositories': { reason: 'Succeeded', message: 'stored artifact' },
};

/** Releases are installed and charts are fetched as soon as they are there. */
export function install(api: Api): void {
  for (const [list, { reason, message }] of Object.entries(wellOff))
    api.watch<Deployment>(list, ({ type, object: { metadata, status } }) => {
      if (type === 'DELETED' || status?.observedGeneration === metadata.generation) return;
      const [, group = '', plural = ''] = /^(.*)\/([^/]+)$/.exec(list) ?? [];
      const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '');
      void api.patch(`${group}/namespaces/${namespace}/${plural}/${metadata.name}/status`, {
        status: { observedGeneration: metadata.generation, conditions: [{ type: 'Ready', status: 'True', reason, message, lastTransitionTime }] },
      });
    });
}
