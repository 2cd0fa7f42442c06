/** What happens after the first installation. */
import type { Api, ApiObject } from '../argocd/api';
import type { Cluster } from '../kubernetes/cluster';
import type { Report } from '../report';
import type { Artifacts, Files } from './artifacts';
import { writes } from './inventory';
import { within, type Kustomizations, type Ready } from './kustomizations';

export interface Scene {
  readonly cluster: Cluster;
  readonly api: Api;
  readonly artifacts: Artifacts;
  readonly kustomizations: Kustomizations;
  readonly report: Report;
  /** The first commit. */
  readonly tree: Files;
  /** The repository after a workload has been taken out of platform.yaml. */
  readonly without: (workload: string) => Files;
  /** Kustomizations that are ready. */
  readonly ready: readonly string[];
  readonly workload: string;
}

interface Service extends ApiObject {
  readonly spec: { readonly ports: readonly { readonly port: number; readonly targetPort: number }[] };
}

interface Deployment extends ApiObject {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string; readonly env?: readonly { readonly name: string }[] }[] } };
  };
}

const service = (workload: string): string => `/api/v1/namespaces/${workload}/services/${workload}`;
const deployment = (workload: string): string => `/apis/apps/v1/namespaces/${workload}/deployments/${workload}`;
const container = async (api: Api, workload: string) => (await api.get<Deployment>(deployment(workload)))?.spec.template.spec.containers[0];

/** As `kubectl edit` does it. @throws Error if the API server refuses */
async function byHand(api: Api, path: string, change: readonly object[]): Promise<void> {
  const { status, body } = await api.patch(`${path}?fieldManager=kubectl-edit`, change);
  if (status !== 200) throw new Error(`edit of ${path}: ${status} ${body}`);
}

/** No problem once `Ready` is what it should be. */
export const says = (kustomizations: Kustomizations, name: string, is: (ready: Ready) => boolean): Promise<readonly string[]> =>
  within(`${name} says so`, async () => {
    const ready = await kustomizations.ready(name);
    return is(ready) ? [] : [`${ready.status} ${ready.reason}: ${ready.message}`];
  });

const gone = (what: string, find: () => Promise<unknown>): Promise<readonly string[]> =>
  within(`${what} is gone`, async () => ((await find()) === undefined ? [] : ['it is there']));

export async function quiet({ cluster, kustomizations, report, ready }: Scene): Promise<void> {
  // The namespace of the bootstrap is bare, so nobody owned its fields when it was taken over: the next apply mends that.
  const adopted = await kustomizations.lookAgain(['namespaces']);
  const before = await writes(cluster, kustomizations, ready);
  const problems = [...adopted, ...(await kustomizations.lookAgain(ready))];
  const after = await writes(cluster, kustomizations, ready);
  const changed = [...after].flatMap(([object, by]) => (before.get(object) === by ? [] : [`${object}: ${before.get(object) ?? 'absent'} -> ${by}`]));
  report.check(`a second look writes none of ${before.size} objects`, [...problems, ...(before.size === 0 ? ['none was looked at'] : []), ...changed]);
}

export async function drift({ api, kustomizations, report, workload }: Scene): Promise<void> {
  const target = (await api.get<Service>(service(workload)))?.spec.ports[0]?.targetPort;
  await byHand(api, service(workload), [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 8099 }]);
  await byHand(api, deployment(workload), [{ op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'BY_HAND', value: 'yes' } }]);
  const looked = await kustomizations.lookAgain([workload]);
  const now = (await api.get<Service>(service(workload)))?.spec.ports[0]?.targetPort;
  report.check('what somebody changed by hand is put back', [...looked, ...(now === target ? [] : [`targetPort is ${now}`])]);
  const env = (await container(api, workload))?.env ?? [];
  report.check('and what somebody added is taken away', env.some(({ name }) => name === 'BY_HAND') ? ['it is there'] : []);
}

/** Server-side apply merges ports by their number: it would add its own beside the other, with the same name. */
export async function renumbered({ api, kustomizations, report, workload }: Scene): Promise<void> {
  const port = (await api.get<Service>(service(workload)))?.spec.ports[0]?.port;
  await byHand(api, service(workload), [{ op: 'replace', path: '/spec/ports/0/port', value: 8099 }]);
  await kustomizations.request(workload);
  report.check(
    'a port with another number, which server-side apply cannot put back, is told',
    await says(kustomizations, workload, ({ status, message }) => status === 'False' && /Service\S* dry-run failed/.test(message)),
  );
  await byHand(api, service(workload), [{ op: 'replace', path: '/spec/ports/0/port', value: port }]);
  report.check('and is well again when its number is put back by hand', await kustomizations.lookAgain([workload]));
}

export async function edit({ api, artifacts, kustomizations, report, tree, workload }: Scene): Promise<void> {
  const changed = new Map(
    [...tree].map(([path, content]) => [
      path,
      path.endsWith(`/${workload}/deployment-${workload}.yaml`) ? content.replace(/image: (.*):.*/, 'image: $1:9.9.9') : content,
    ]),
  );
  const revision = await artifacts.publish('flux-system', 'second', changed);
  const problems = await kustomizations.allReady([workload], revision);
  const image = (await container(api, workload))?.image ?? '';
  report.check('a commit reaches the workload', [...problems, ...(image.endsWith(':9.9.9') ? [] : [`image is ${image}`])]);
}

/** Folder of the workload's objects. */
const folderOf = (tree: Files, workload: string): string =>
  [...tree.keys()].find((path) => path.endsWith(`/${workload}/deployment-${workload}.yaml`))?.replace(/[^/]*$/, '') ?? '';

export async function broken({ api, artifacts, kustomizations, report, tree, workload }: Scene): Promise<void> {
  const stolen = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stolen\n  namespace: kube-system\n';
  await artifacts.publish('flux-system', 'third', new Map([...tree, [`${folderOf(tree, workload)}configmap-stolen.yaml`, stolen]]));
  const refused = await says(kustomizations, workload, ({ status, message }) => status === 'False' && message.includes('forbidden'));
  const there = (await api.get('/api/v1/namespaces/kube-system/configmaps/stolen')) === undefined ? [] : ['the ConfigMap is there'];
  report.check('a workload cannot reach into another namespace, whatever git says', [...refused, ...there]);
  const revision = await artifacts.publish('flux-system', 'fourth', tree);
  report.check('and is well again with the commit that takes it back', await kustomizations.allReady([workload], revision));
}

export async function strangers({ api, kustomizations, report, tree, workload }: Scene): Promise<void> {
  const spec = { interval: '10m', prune: false, path: `./${folderOf(tree, workload)}`, sourceRef: { kind: 'GitRepository', name: 'flux-system' } };
  const make = async (namespace: string, name: string, more: object): Promise<void> => {
    const { status, body } = await api.create(kustomizations.path('', namespace), {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: { ...spec, ...more },
    });
    if (status !== 201) throw new Error(`Kustomization ${namespace}/${name}: ${status} ${body}`);
  };
  await make(workload, 'elsewhere', { serviceAccountName: 'default' });
  await make('flux-system', 'stranger', { serviceAccountName: 'platform', sourceRef: { kind: 'GitRepository', name: 'theirs', namespace: workload } });
  await make('flux-system', 'nobody', {});
  const refused = (name: string, what: RegExp) =>
    says(kustomizations, name, ({ status, reason, message }) => status === 'False' && what.test(`${reason} ${message}`));
  report.check('a reference into another namespace is refused', await refused('stranger', /AccessDenied/));
  report.check('without an account nothing may be done', await refused('nobody', /forbidden/));
  const elsewhere = await api.get<ApiObject & { readonly status?: { readonly conditions?: unknown } }>(kustomizations.path('elsewhere', workload));
  report.check('a Kustomization of another namespace is not looked at', elsewhere?.status?.conditions === undefined ? [] : ['it has a status']);
  for (const [namespace, name] of [
    ['flux-system', 'stranger'],
    ['flux-system', 'nobody'],
    [workload, 'elsewhere'],
  ] as const)
    await api.remove(kustomizations.path(name, namespace));
}

export async function removal({ api, artifacts, kustomizations, report, ready, without, workload }: Scene): Promise<void> {
  const revision = await artifacts.publish('flux-system', 'fifth', without(workload));
  report.check('a workload that is taken out of platform.yaml goes', [
    ...(await gone('its Kustomization', () => kustomizations.get(workload))),
    ...(await gone('its Deployment', () => api.get(deployment(workload)))),
    ...(await gone('its Service', () => api.get(service(workload)))),
  ]);
  const others = await kustomizations.allReady(
    ready.filter((name) => name !== workload),
    revision,
  );
  report.check('the others follow that commit', others);
  const stays = [`/api/v1/namespaces/${workload}`, `/apis/rbac.authorization.k8s.io/v1/namespaces/${workload}/roles/flux`];
  const missing = await Promise.all(stays.map(async (path) => ((await api.get(path)) === undefined ? [`${path} is gone`] : [])));
  report.check('its namespace and the rights in it are kept', missing.flat());
}

export async function kept({ api, kustomizations, report }: Scene): Promise<void> {
  const before = (await kustomizations.get('storage'))?.metadata.uid;
  await api.remove(kustomizations.path('storage'));
  const problems = await gone('the Kustomization', async () => ((await kustomizations.get('storage'))?.metadata.uid === before ? before : undefined));
  const there = (await api.get('/apis/storage.k8s.io/v1/storageclasses/data')) !== undefined;
  report.check('a component that is kept stays when its Kustomization is deleted', [...problems, ...(there ? [] : ['the StorageClass is gone'])]);
  await kustomizations.request('flux-system');
  report.check('and is taken over again by the one that the root brings', await kustomizations.allReady(['storage']));
}
