/** The mesh: charts of Istio rendered with the generated values, its control plane, the pods it injects proxies into. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import type { Cluster } from '../kubernetes/cluster';
import { freePort, mustRun, until, type Servers } from '../process';
import { nodeAddress, stockEnvoy, stockEnvoyValues } from './mapping';
import { podOf, type Pod, type Template } from './node/spec';
import { RunningPod, type NodeProps, type RunOptions } from './node/pod';
import { applyAll, envoyFilterWarning, parsed, secret } from './objects';
import type { LoginPrograms } from './programs';

export interface Charts {
  readonly controlPlane: readonly KubeObject[];
  readonly gateway: readonly KubeObject[];
}

/** What a delivery with Helm would apply, by the generated values. */
export async function renderCharts(cluster: string, programs: LoginPrograms, work: string): Promise<Charts> {
  const overlay = join(work, 'stock-envoy-values.yaml');
  writeFileSync(overlay, stringify(stockEnvoyValues));
  const chart = async (component: string, release: string, namespace: string, path: string, ...more: readonly string[]) =>
    parsed(
      await mustRun(programs.helm, [
        ...['template', release, join(programs.istioSource, 'manifests/charts', path), '--namespace', namespace, '--kube-version', '1.35.0'],
        ...['--values', `dist/clusters/${cluster}/${component}/values.yaml`],
        ...more.flatMap((file) => ['--values', file]),
      ]),
    );
  const [base, istiod, gateway] = await Promise.all([
    chart('istio-base', 'istio-base', 'istio-system', 'base'),
    chart('istiod', 'istiod', 'istio-system', 'istio-control/istio-discovery', overlay),
    chart('ingress-gateway', 'ingress', 'istio-ingress', 'gateway'),
  ]);
  return { controlPlane: [...base, ...istiod], gateway };
}

const isWorkload = ({ kind }: KubeObject): boolean => ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'].includes(kind);
export const templateOf = (objects: readonly KubeObject[], name: string): Template => {
  const found = objects.find((object) => object.metadata.name === name && ['Deployment', 'StatefulSet'].includes(object.kind));
  if (found === undefined) throw new Error(`no workload is called ${name}`);
  return found as Template; // of one of the two kinds
};

/** Objects of the charts, and the account with which the control plane reads the API server. */
export async function installCharts(cluster: Cluster, { controlPlane, gateway }: Charts): Promise<void> {
  const all = [...controlPlane, ...gateway].filter((object) => !isWorkload(object));
  await applyAll(
    cluster,
    all.filter(({ kind }) => !kind.endsWith('WebhookConfiguration')),
  );
  await applyAll(cluster, [secret('istio-system', 'istio-kubeconfig', 'Opaque', { config: await accountOf(cluster, 'istio-system', 'istiod') })]);
}

/** istiod with the arguments and variables of its chart, and then its webhooks: it writes its authority into them. */
export async function startControlPlane(node: NodeProps, { controlPlane }: Charts, iptables: string): Promise<void> {
  const { cluster } = node;
  await RunningPod.start(node, await created(cluster, podOf(templateOf(controlPlane, 'istiod'), 'istiod')), { onNode: true });
  const { stdout } = await cluster.kubectl(['-n', 'istio-system', 'get', 'service', 'istiod', '-o', 'jsonpath={.spec.clusterIP}']);
  await mustRun('ip', ['route', 'add', stdout, 'dev', 'pods']);
  await mustRun(iptables, [
    'iptables',
    '-t',
    'nat',
    '-A',
    'OUTPUT',
    '-d',
    stdout,
    '-p',
    'tcp',
    '--dport',
    '443',
    '-j',
    'DNAT',
    '--to',
    `${nodeAddress(node.range)}:15017`,
  ]);
  await applyAll(
    cluster,
    controlPlane.filter(({ kind }) => kind.endsWith('WebhookConfiguration')),
  );
  await until('istiod signs its webhooks', 30, async () => {
    const kinds = ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration'];
    const answers = await Promise.all(kinds.map((kind) => cluster.kubectl(['get', kind, '-o', 'jsonpath={.items[*].webhooks[*].clientConfig}'])));
    return answers.every(({ stdout: text }) => text !== '' && text.split('} {').every((each) => each.includes('caBundle'))) ? true : undefined;
  });
  await applyAll(cluster, [stockEnvoy], [envoyFilterWarning]);
}

/** The pod as the API server has it after admission: with its proxy. */
export async function created(cluster: Cluster, pod: Pod): Promise<Pod> {
  const { code, stdout, stderr } = await cluster.kubectl(['create', '-f', '-', '-o', 'json'], { input: JSON.stringify(pod) });
  if (code !== 0 || stderr.trim() !== '') throw new Error(`pod ${pod.metadata.name}: ${stderr}`);
  return JSON.parse(stdout) as Pod;
}

/** One pod of a workload, admitted and running. */
export const startPod = async (node: NodeProps, template: Template, name: string, options: RunOptions = {}): Promise<RunningPod> =>
  RunningPod.start(node, await created(node.cluster, podOf(template, name)), options);

/** Endpoints of Services come from their own controller. */
export async function startEndpoints(cluster: Cluster, program: string, servers: Servers): Promise<void> {
  servers.start(
    program,
    [
      `--kubeconfig=${join(cluster.folder, 'kubeconfig')}`,
      '--controllers=endpointslice-controller',
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--secure-port=${await freePort()}`,
      `--cert-dir=${join(cluster.folder, 'endpoints')}`,
    ],
    join(cluster.folder, 'endpoints.log'),
  );
}

async function accountOf(cluster: Cluster, namespace: string, account: string): Promise<string> {
  const { stdout: text } = await cluster.kubectl(['config', 'view', '--raw', '-o', 'json']);
  const token = await cluster.kubectl(['-n', namespace, 'create', 'token', account]);
  if (token.code !== 0) throw new Error(token.stderr);
  const config = JSON.parse(text) as { users: { user: object }[] };
  return JSON.stringify({ ...config, users: config.users.map((user) => ({ ...user, user: { token: token.stdout.trim() } })) });
}
