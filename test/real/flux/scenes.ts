/** What happens after the first installation. */
import type { Api, ApiObject } from '../argocd/api';
import { sleep, until } from '../process';
import type { Report } from '../report';
import type { Artifacts, Files } from './artifacts';
import type { Kustomizations } from './kustomizations';

export interface Scene {
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

const service = (workload: string): string => `/api/v1/namespaces/${workload}/services/${workload}`;
const deployment = (workload: string): string => `/apis/apps/v1/namespaces/${workload}/deployments/${workload}`;

/** Seconds in which something must have happened on a busy machine. */
const patience = 90;
const within = (what: string, seen: () => Promise<boolean>): Promise<readonly string[]> =>
  until(what, patience, async () => ((await seen()) ? true : undefined)).then(
    () => [],
    (cause: unknown) => [String(cause)],
  );

export async function quiet({ api, kustomizations, report, ready, workload }: Scene): Promise<void> {
  const places = [service(workload), '/api/v1/namespaces/flux-system', '/apis/storage.k8s.io/v1/storageclasses/data'];
  const versions = () => Promise.all(places.map(async (path) => (await api.get<ApiObject>(path))?.metadata.resourceVersion));
  const before = await versions();
  for (const name of ready) await kustomizations.lookAgain(name);
  await sleep(5000);
  const problems = await kustomizations.allReady(ready, patience);
  const after = await versions();
  report.check('a second look changes nothing', [...problems, ...places.filter((_, index) => before[index] !== after[index])]);
}

export async function drift({ api, kustomizations, report, workload }: Scene): Promise<void> {
  const port = async () =>
    (await api.get<ApiObject & { readonly spec: { readonly ports: readonly { readonly port: number }[] } }>(service(workload)))?.spec.ports[0]?.port;
  await api.patch(service(workload), [{ op: 'replace', path: '/spec/ports/0/port', value: 8099 }]);
  await kustomizations.lookAgain(workload);
  report.check('what somebody changed by hand is put back', await within('the Service has its port', async () => (await port()) === 80));
}

export async function edit({ api, artifacts, kustomizations, report, tree, workload }: Scene): Promise<void> {
  const changed = new Map(
    [...tree].map(([path, content]) => [
      path,
      path.endsWith(`/${workload}/deployment-${workload}.yaml`) ? content.replace(/image: (.*):.*/, 'image: $1:9.9.9') : content,
    ]),
  );
  await artifacts.publish('flux-system', 'second', changed);
  const image = async () =>
    (
      await api.get<ApiObject & { readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } } }>(
        deployment(workload),
      )
    )?.spec.template.spec.containers[0]?.image;
  report.check('a commit reaches the workload', [
    ...(await within('the new image is there', async () => (await image())?.endsWith(':9.9.9') === true)),
    ...(await kustomizations.allReady([workload], patience)),
  ]);
}

export async function broken({ artifacts, kustomizations, report, tree, workload }: Scene): Promise<void> {
  const stolen = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stolen\n  namespace: kube-system\n';
  const folder = [...tree.keys()].find((path) => path.endsWith(`/${workload}/deployment-${workload}.yaml`))?.replace(/[^/]*$/, '') ?? '';
  await artifacts.publish('flux-system', 'third', new Map([...tree, [`${folder}configmap-stolen.yaml`, stolen]]));
  const refused = await within('the workload is refused', async () => {
    const { status, message } = await kustomizations.ready(workload);
    return status === 'False' && /forbidden/.test(message);
  });
  report.check('a workload cannot reach into another namespace, whatever git says', refused);
  await artifacts.publish('flux-system', 'fourth', tree);
  report.check('and is well again with the commit that takes it back', await kustomizations.allReady([workload], patience));
}

export async function strangers({ api, kustomizations, report, workload }: Scene): Promise<void> {
  const spec = { interval: '10m', prune: false, path: './', sourceRef: { kind: 'GitRepository', name: 'flux-system' } };
  const make = (namespace: string, name: string, more: object) =>
    api.create(kustomizations.path('', namespace), {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: { ...spec, ...more },
    });
  await make('flux-system', 'stranger', { serviceAccountName: 'platform', sourceRef: { kind: 'GitRepository', name: 'theirs', namespace: workload } });
  await make('flux-system', 'nobody', { path: './dist/clusters', wait: false });
  await make(workload, 'elsewhere', { serviceAccountName: 'default' });
  const says = (name: string, what: RegExp) =>
    within(`${name} is refused`, async () => {
      const { status, reason, message } = await kustomizations.ready(name);
      return status === 'False' && what.test(`${reason} ${message}`);
    });
  report.check('a reference into another namespace is refused', await says('stranger', /AccessDenied/));
  report.check('without an account nothing may be done', await says('nobody', /forbidden|cannot/));
  const elsewhere = await api.get<ApiObject & { readonly status?: { readonly conditions?: unknown } }>(kustomizations.path('elsewhere', workload));
  report.check('a Kustomization of another namespace is not looked at', elsewhere?.status?.conditions === undefined ? [] : ['it has a status']);
  for (const [namespace, name] of [
    ['flux-system', 'stranger'],
    ['flux-system', 'nobody'],
    [workload, 'elsewhere'],
  ] as const)
    await api.remove(kustomizations.path(name, namespace));
}

export async function removal({ api, artifacts, kustomizations, report, without, workload }: Scene): Promise<void> {
  await artifacts.publish('flux-system', 'fifth', without(workload));
  report.check('a workload that is taken out of platform.yaml goes', [
    ...(await within('its Deployment is gone', async () => (await api.get(deployment(workload))) === undefined)),
    ...(await within('its Kustomization is gone', async () => (await kustomizations.get(workload)) === undefined)),
  ]);
  await kustomizations.allReady(['namespaces', 'flux-tenants'], patience);
  const stays = [`/api/v1/namespaces/${workload}`, `/apis/rbac.authorization.k8s.io/v1/namespaces/${workload}/roles/flux`];
  const gone = await Promise.all(stays.map(async (path) => ((await api.get(path)) === undefined ? [`${path} is gone`] : [])));
  report.check('its namespace and the rights in it are kept', gone.flat());
  await api.remove(kustomizations.path('storage'));
  await sleep(3000);
  report.check(
    'a component that is kept stays when its Kustomization is deleted',
    (await api.get('/apis/storage.k8s.io/v1/storageclasses/data')) === undefined ? ['the StorageClass is gone'] : [],
  );
}
