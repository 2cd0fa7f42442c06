import { stringify } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import { referenceFindings, type World } from '../../../lib/validate/references';
import { coreKinds } from '../../../lib/validate/references/core-kinds';

/** A small world of its own: one custom kind, one chart. The products of the platform are tested where their table is. */
const world: World = {
  kinds: {
    ...coreKinds,
    'acme.example/Database': {
      definedBy: 'crds-acme',
      names: [{ path: 'spec.secret', kind: 'Secret' }, { path: 'spec.gateways[]', kind: 'Gateway', qualified: true, known: ['mesh'] }],
      makes: ({ metadata }) => ({ names: [{ kind: 'Secret', namespace: metadata.namespace ?? '', name: `${metadata.name}-ca`, keys: ['ca.crt'] }] }),
    },
    'acme.example/Monitor': { selectors: [{ path: 'spec.selector', of: 'services', namespaces: 'spec.in', ports: () => ['metrics'] }] },
  },
  given: { names: [{ kind: 'PriorityClass', name: 'system-node-critical' }, { kind: 'Namespace', name: 'kube-system' }], pods: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [['dns', 53]] }] },
  clouds: { azure: { pods: [{ namespace: 'kube-system', labels: { app: 'konnectivity-agent' } }] } },
  components: {
    loki: { services: [{ namespace: 'n', name: 'loki', labels: { app: 'loki' }, ports: [['http', 3100]] }], pods: [{ namespace: 'n', labels: { app: 'loki' }, ports: [['http', 3100]] }] },
    mesh: (values) => ({ names: [{ kind: 'ExtensionProvider', name: String((values as { provider?: string } | undefined)?.provider) }], needs: [{ kind: 'Secret', namespace: 'n', name: 'cacerts' }] }), // the values of the test below
  },
  comeAndGo: ['tenant'],
  injections: [{ namespaceLabels: { mesh: 'on' }, unless: { inject: 'no' }, labels: { sidecar: 'yes' }, ports: [['envoy', 15090]] }],
  valueFields: { priorityClassName: { kind: 'PriorityClass' }, secretRef: { kind: 'Secret' } },
};

type Fields = Readonly<Record<string, unknown>>;
const object = (apiVersion: string, kind: string, name: string, fields: Fields = {}, namespace: string | undefined = 'n'): KubeObject => ({ apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) }, ...fields });
const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

interface Given {
  readonly foreign?: readonly string[];
  readonly cloud?: string;
  readonly components?: readonly string[];
  readonly values?: object;
}
function findings(objects: readonly KubeObject[], { foreign = [], cloud = 'aws', components = ['crds-acme'], values }: Given = {}): readonly string[] {
  const tree = { cloud, foreign, components, objects: [namespace('n'), ...objects].map((each) => ({ file: `${each.kind}/${each.metadata.name}`, object: each })), charts: values ? [{ component: 'mesh', file: 'values.yaml', namespace: 'n', values }] : [] };
  return referenceFindings(tree, world).map(({ check, path, message }) => `${check} ${path ?? ''}: ${message}`);
}

const labels = { app: 'a' };
const container = (more: Fields = {}): Fields => ({ name: 'a', ports: [{ name: 'http', containerPort: 8080 }], ...more });
const deployment = (spec: Fields = {}, main: Fields = {}): KubeObject => object('apps/v1', 'Deployment', 'a', { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container(main)], ...spec } } } });
const secret = object('v1', 'Secret', 's', { stringData: { token: 'x' } });
const config = object('v1', 'ConfigMap', 'c', { data: { 'config.yaml': '' } });
const service = (spec: Fields = {}): KubeObject => object('v1', 'Service', 'svc', { spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec } });

/** What names it, what makes it, and what is said while nothing does. */
const names: readonly (readonly [title: string, naming: KubeObject, made: KubeObject, finding: string])[] = [
  ['a ServiceAccount of pods', deployment({ serviceAccountName: 'sa' }), object('v1', 'ServiceAccount', 'sa'), "spec.template.spec.serviceAccountName: no ServiceAccount 'sa' in namespace 'n'"],
  ['a PriorityClass of pods', deployment({ priorityClassName: 'p' }), object('scheduling.k8s.io/v1', 'PriorityClass', 'p', {}, ''), "spec.template.spec.priorityClassName: no PriorityClass 'p' in namespace 'n'"],
  ['a Secret in the environment', deployment({}, { env: [{ name: 'T', valueFrom: { secretKeyRef: { name: 's', key: 'token' } } }] }), secret, "spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef: no Secret 's' in namespace 'n'"],
  ['a Secret as the environment', deployment({}, { envFrom: [{ secretRef: { name: 's' } }] }), secret, "spec.template.spec.containers[0].envFrom[0].secretRef: no Secret 's' in namespace 'n'"],
  ['a ConfigMap in the environment', deployment({}, { env: [{ name: 'T', valueFrom: { configMapKeyRef: { name: 'c', key: 'config.yaml' } } }] }), config, "spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef: no ConfigMap 'c' in namespace 'n'"],
  ['a ConfigMap of an init container', deployment({ initContainers: [container({ envFrom: [{ configMapRef: { name: 'c' } }] })] }), config, "spec.template.spec.initContainers[0].envFrom[0].configMapRef: no ConfigMap 'c' in namespace 'n'"],
  ['a Secret as a volume', deployment({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }), secret, "spec.template.spec.volumes[0].secret: no Secret 's' in namespace 'n'"],
  ['a ConfigMap as a volume', deployment({ volumes: [{ name: 'v', configMap: { name: 'c' } }] }), config, "spec.template.spec.volumes[0].configMap: no ConfigMap 'c' in namespace 'n'"],
  ['a Secret of a projected volume', deployment({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }] } }] }), secret, "spec.template.spec.volumes[0].projected.sources[0].secret: no Secret 's' in namespace 'n'"],
  ['a claim', deployment({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'p' } }] }), object('v1', 'PersistentVolumeClaim', 'p'), "spec.template.spec.volumes[0].persistentVolumeClaim: no PersistentVolumeClaim 'p' in namespace 'n'"],
  ['a Secret of registries', deployment({ imagePullSecrets: [{ name: 's' }] }), secret, "spec.template.spec.imagePullSecrets[0]: no Secret 's' in namespace 'n'"],
  ['a StorageClass', object('v1', 'PersistentVolumeClaim', 'p', { spec: { storageClassName: 'fast' } }), object('storage.k8s.io/v1', 'StorageClass', 'fast', {}, ''), "spec.storageClassName: no StorageClass 'fast' in namespace 'n'"],
  ['a role', object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', { roleRef: { kind: 'Role', name: 'r' } }), object('rbac.authorization.k8s.io/v1', 'Role', 'r'), "roleRef: no Role 'r' in namespace 'n'"],
  ['a subject in another namespace', object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', { roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'sa', namespace: 'kube-system' }, { kind: 'Group', name: 'people' }] }, ''), object('v1', 'ServiceAccount', 'sa', {}, 'kube-system'), "subjects[0]: no ServiceAccount 'sa' in namespace 'kube-system'"],
  ['what an autoscaler scales', object('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' } } }), deployment(), "spec.scaleTargetRef: no Deployment 'a' in namespace 'n'"],
  ['an admission policy', object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'b', { spec: { policyName: 'p' } }, ''), object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'p', {}, ''), "spec.policyName: no ValidatingAdmissionPolicy 'p'"],
  ['a Gateway by namespace and name', object('acme.example/v1', 'Database', 'd', { spec: { gateways: ['mesh', 'kube-system/g'] } }), object('v1', 'Gateway', 'g', {}, 'kube-system'), "spec.gateways[1]: no Gateway 'g' in namespace 'kube-system'"],
];

describe('a name', () => {
  it.each(names)('of %s must be that of something', (_, naming, made, finding) => {
    expect(findings([naming, made])).not.toContain(`reference ${finding}`);
    expect(findings([naming])).toEqual([`reference ${finding}`]);
  });

  it('must be in the namespace that it is looked for in', () => {
    const elsewhere = object('v1', 'Secret', 's', {}, 'kube-system');
    expect(findings([deployment({ imagePullSecrets: [{ name: 's' }] }), elsewhere])).toEqual(["reference spec.template.spec.imagePullSecrets[0]: no Secret 's' in namespace 'n'"]);
  });

  it('must have the key that is read, where the keys are known', () => {
    const reads = (key: string) => deployment({}, { env: [{ name: 'T', valueFrom: { secretKeyRef: { name: 's', key } } }] });
    expect(findings([reads('token'), secret])).toEqual([]);
    expect(findings([reads('tokens'), secret])).toEqual(["reference spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef: Secret 's' has no key 'tokens', only token"]);
    const mounts = deployment({ volumes: [{ name: 'v', secret: { secretName: 's', items: [{ key: 'other', path: 'x' }] } }] });
    expect(findings([mounts, secret])).toEqual(["reference spec.template.spec.volumes[0].secret: Secret 's' has no key 'other', only token"]);
  });

  it('may be missing where the field says so, and where every cluster has it', () => {
    expect(findings([deployment({ volumes: [{ name: 'v', secret: { secretName: 's', optional: true } }], serviceAccountName: 'default', priorityClassName: 'system-node-critical' })])).toEqual([]);
  });

  it('may be that of what a controller makes of another object', () => {
    const reads = deployment({ volumes: [{ name: 'v', secret: { secretName: 'd-ca', items: [{ key: 'ca.crt' }] } }] });
    expect(findings([reads, object('acme.example/v1', 'Database', 'd')])).toEqual([]);
    expect(findings([reads, object('acme.example/v1', 'Database', 'e')])).toHaveLength(1);
  });

  it('may be that of what a chart makes of our values; what the chart wants must be there as well', () => {
    const provider = (name: string) => object('acme.example/v1', 'Use', 'u', { spec: { provider: { name } } });
    const kinds = { ...world.kinds, 'acme.example/Use': { names: [{ path: 'spec.provider', kind: 'ExtensionProvider' }] } };
    const check = (name: string, more: readonly KubeObject[]) =>
      referenceFindings({ cloud: 'aws', foreign: ['mesh'], components: [], objects: [provider(name), ...more].map((each) => ({ file: 'f', object: each })), charts: [{ component: 'mesh', file: 'v', namespace: 'n', values: { provider: 'login' } }] }, { ...world, kinds }).map(({ message }) => message);
    expect(check('login', [object('v1', 'Secret', 'cacerts')])).toEqual([]);
    expect(check('logins', [])).toEqual(["a chart needs Secret 'cacerts', which nothing makes", "no ExtensionProvider 'logins' in namespace 'n'"]);
  });

  it('in the values of a chart is looked at like one in an object', () => {
    const values = { singleBinary: { priorityClassName: 'gone' }, env: [{ secretRef: { name: 's' } }], url: 'http://loki.n.svc:3100' };
    expect(findings([object('v1', 'Secret', 'cacerts')], { foreign: ['mesh'], values })).toEqual(["reference singleBinary.priorityClassName: no PriorityClass 'gone' in namespace 'n'", "reference env[0].secretRef: no Secret 's' in namespace 'n'", "host url: 'loki.n.svc:3100': no Service 'loki' in namespace 'n'"]);
  });
});

describe('a selector', () => {
  const budget = (selector: Fields) => object('policy/v1', 'PodDisruptionBudget', 'b', { spec: { selector } });

  it('selects pods of its namespace', () => {
    expect(findings([deployment(), service(), budget({ matchLabels: labels })])).toEqual([]);
    expect(findings([deployment(), budget({ matchLabels: { app: 'b' } })])).toEqual(['selector spec.selector: selects no pods of n: {"matchLabels":{"app":"b"}}']);
    expect(findings([service()])).toEqual(['selector spec.selector: selects no pods of n: {"app":"a"}']);
  });

  it.each([
    ['In', { key: 'app', operator: 'In', values: ['a'] }, { key: 'app', operator: 'In', values: ['b'] }],
    ['NotIn', { key: 'app', operator: 'NotIn', values: ['b'] }, { key: 'app', operator: 'NotIn', values: ['a'] }],
    ['Exists', { key: 'app', operator: 'Exists' }, { key: 'tier', operator: 'Exists' }],
    ['DoesNotExist', { key: 'tier', operator: 'DoesNotExist' }, { key: 'app', operator: 'DoesNotExist' }],
  ])('may say %s', (_, good, bad) => {
    expect(findings([deployment(), budget({ matchExpressions: [good] })])).toEqual([]);
    expect(findings([deployment(), budget({ matchExpressions: [bad] })])).toHaveLength(1);
  });

  it('of a workload selects the pods of its own template; so does its spread', () => {
    const other = object('apps/v1', 'StatefulSet', 'a', { spec: { selector: { matchLabels: { app: 'b' } }, template: { metadata: { labels }, spec: { topologySpreadConstraints: [{ labelSelector: { matchLabels: { app: 'c' } } }] } } } });
    expect(findings([other])).toEqual(['selector spec.selector: does not select the pods of its own template', 'selector spec.template.spec.topologySpreadConstraints[0].labelSelector: does not select the pods of its own template']);
  });

  it('knows the pods of charts, of the cloud, and what an injector adds', () => {
    const policy = (podSelector: Fields, home = 'n') => object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector: { matchLabels: podSelector } } }, home);
    expect(findings([policy({ app: 'loki' })], { foreign: ['loki'] })).toEqual([]);
    expect(findings([policy({ app: 'loki' })])).toHaveLength(1);
    expect(findings([policy({ app: 'konnectivity-agent' }, 'kube-system')], { cloud: 'azure' })).toEqual([]);
    expect(findings([policy({ app: 'konnectivity-agent' }, 'kube-system')])).toHaveLength(1);
    const inMesh = (pod: KubeObject): readonly KubeObject[] => [namespace('m', { mesh: 'on' }), { ...pod, metadata: { ...pod.metadata, namespace: 'm' } }, policy({ sidecar: 'yes' }, 'm')];
    expect(findings(inMesh(deployment()))).toEqual([]);
    const optedOut = object('apps/v1', 'DaemonSet', 'a', { spec: { selector: { matchLabels: { inject: 'no' } }, template: { metadata: { labels: { inject: 'no' } }, spec: {} } } });
    expect(findings(inMesh(optedOut))).toEqual(["selector spec.podSelector: selects no pods of namespace 'm'"]);
  });

  it('of both ends of a network policy finds pods', () => {
    const policy = (peer: Fields, port = 8080) => object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector: { matchLabels: labels }, egress: [{ to: [peer], ports: [{ port }] }], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port }] }] } });
    const dns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
    expect(findings([deployment(), policy({ podSelector: { matchLabels: labels } })])).toEqual([]);
    expect(findings([deployment(), policy({ podSelector: { matchLabels: { app: 'b' } } })])).toEqual(['selector spec.egress[0].to[0].podSelector: selects no pods of n: {"matchLabels":{"app":"b"}}']);
    expect(findings([deployment(), policy({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gone' } } })])).toEqual(['selector spec.egress[0].to[0].namespaceSelector: selects no namespace: {"matchLabels":{"kubernetes.io/metadata.name":"gone"}}']);
    expect(findings([deployment(), policy(dns)])).toEqual(['port spec.egress[0].to[0]: none of the selected pods listens on 8080']);
    expect(findings([deployment(), policy({ podSelector: {} }, 9090)])).toEqual(['port spec.ingress[0].ports: none of the selected pods listens on 9090']);
  });
});

describe('a port', () => {
  it('of a Service is one of its pods', () => {
    expect(findings([deployment(), service({ ports: [{ port: 80, targetPort: 8080 }] })])).toEqual([]);
    expect(findings([deployment(), service({ ports: [{ port: 80, targetPort: 'web' }] })])).toEqual(['port spec.selector: none of the selected pods has port web']);
    expect(findings([deployment(), service({ ports: [{ port: 80 }] })])).toEqual(['port spec.selector: none of the selected pods has port 80']);
  });

  it('of a monitor is one of the Services in the namespaces that it looks at', () => {
    const monitor = (within: Fields) => object('acme.example/v1', 'Monitor', 'm', { spec: { selector: { matchLabels: { app: 'x' } }, in: within } }, 'kube-system');
    const labelled = (name: string): KubeObject => ({ ...service({ ports: [{ name, port: 80, targetPort: 'http' }] }), metadata: { name: 'svc', namespace: 'n', labels: { app: 'x' } } });
    expect(findings([deployment(), labelled('metrics'), monitor({ matchNames: ['n'] }), monitor({ any: true })])).toEqual([]);
    expect(findings([deployment(), labelled('http'), monitor({ matchNames: ['n'] })])).toEqual(['port spec.selector: none of the selected services has port metrics']);
    expect(findings([deployment(), labelled('metrics'), monitor({})])).toHaveLength(1);
  });

  it('of a probe is one of its container', () => {
    expect(findings([deployment({}, { readinessProbe: { httpGet: { port: 'http' } }, livenessProbe: { tcpSocket: { port: 8080 } } })])).toEqual([]);
    expect(findings([deployment({}, { readinessProbe: { httpGet: { port: 'web' } } })])).toEqual(["port spec.template.spec.containers[0].readinessProbe.httpGet.port: the container has no port 'web'"]);
  });

  it('behind the name of a Service is one of the Service; pods behind a headless one have their own', () => {
    const says = (text: string) => object('v1', 'ConfigMap', 'c', { data: { url: text } });
    expect(findings([deployment(), service(), says('http://svc.n.svc.cluster.local:80/x')])).toEqual([]);
    expect(findings([deployment(), service(), says('http://svc.n.svc:8080')])).toEqual(["port data.url: 'svc.n.svc:8080': the Service has ports 80"]);
    expect(findings([deployment(), service({ clusterIP: 'None' }), says('a-0.svc.n.svc:8080')])).toEqual([]);
    expect(findings([says('https://other.n.svc')])).toEqual(["host data.url: 'other.n.svc': no Service 'other' in namespace 'n'"]);
  });
});

describe('the check', () => {
  it('finds mounts of volumes that a pod does not have, and takes claims of a StatefulSet as volumes', () => {
    const mount = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    expect(findings([deployment({}, mount)])).toEqual(["reference spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume 'data'"]);
    const stateful = object('apps/v1', 'StatefulSet', 'a', { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container(mount)] } }, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } });
    expect(findings([stateful])).toEqual([]);
  });

  it('wants to know every kind and every third party', () => {
    expect(findings([object('acme.example/v1', 'Unheard', 'u')])).toEqual(['unknown-kind kind: nothing says what a acme.example/Unheard names: add it to manifests/third-party']);
    expect(findings([], { foreign: ['vendor'] })).toEqual(['unknown-chart : nothing says what this third party makes: add it to manifests/third-party']);
  });

  it('wants the definition of a kind in the cluster that has objects of it', () => {
    expect(findings([object('acme.example/v1', 'Database', 'd')], { components: [] })).toEqual(["reference kind: its definition comes with component 'crds-acme', which this cluster does not have"]);
  });

  it('finds nothing in 1,000 sound objects', () => {
    const many = Array.from({ length: 334 }, (_, index) => [
      { ...deployment({ serviceAccountName: `sa-${index}`, volumes: [{ name: 'v', configMap: { name: 'c' } }] }), metadata: { name: `d-${index}`, namespace: 'n' } },
      object('v1', 'ServiceAccount', `sa-${index}`),
      object('v1', 'ConfigMap', `c-${index}`, { data: { text: stringify({ url: 'http://loki.n.svc:3100', list: Array.from({ length: 20 }, (__, item) => item) }) } }),
    ]).flat();
    expect(findings([config, ...many], { foreign: ['loki'] })).toEqual([]);
  });
});

describe('what comes and goes', () => {
  const monitor = (selector: object): KubeObject => object('networking.k8s.io/v1', 'NetworkPolicy', 'np', { spec: { podSelector: {}, egress: [{ to: [{ namespaceSelector: selector }] }] } });

  it('may be selected while none of it is there', () => {
    expect(findings([deployment(), monitor({ matchExpressions: [{ key: 'tenant', operator: 'Exists' }] })])).toEqual([]);
    expect(findings([deployment(), monitor({ matchLabels: { team: 'x' } })])).toEqual([expect.stringContaining('selects no namespace')]);
  });
});
