/** Kubernetes' own kinds: which of their fields name something. */
import type { KubeObject } from '../../components';
import { Inventory, selects, type Selector } from './inventory';
import { labelsAt, textAt, valuesAt } from './path';
import type { KindRow, NameField, Port, Problem } from './world';

const environment = (containers: string): readonly NameField[] => [
  { path: `${containers}[].env[].valueFrom.secretKeyRef`, kind: 'Secret' },
  { path: `${containers}[].env[].valueFrom.configMapKeyRef`, kind: 'ConfigMap' },
  { path: `${containers}[].envFrom[].secretRef`, kind: 'Secret' },
  { path: `${containers}[].envFrom[].configMapRef`, kind: 'ConfigMap' },
];
/** Fields of a pod that name something. */
export const podNames: readonly NameField[] = [
  { path: 'serviceAccountName', kind: 'ServiceAccount', known: ['default'] },
  { path: 'priorityClassName', kind: 'PriorityClass' },
  { path: 'imagePullSecrets[]', kind: 'Secret' },
  ...['containers', 'initContainers'].flatMap(environment),
  { path: 'volumes[].secret', kind: 'Secret', field: 'secretName' },
  { path: 'volumes[].configMap', kind: 'ConfigMap' },
  { path: 'volumes[].projected.sources[].secret', kind: 'Secret' },
  { path: 'volumes[].projected.sources[].configMap', kind: 'ConfigMap' },
  { path: 'volumes[].persistentVolumeClaim', kind: 'PersistentVolumeClaim', field: 'claimName' },
];
/** The same fields below another path. */
export const below = (path: string, fields: readonly NameField[]): readonly NameField[] => fields.map((field) => ({ ...field, path: `${path}.${field.path}` }));

/** Ports that the containers of a pod declare. */
export const containerPorts = (pod: unknown): readonly Port[] =>
  [...valuesAt(pod, 'containers[].ports[]'), ...valuesAt(pod, 'initContainers[].ports[]')].map(({ value }): Port => {
    const { name, containerPort } = value as { readonly name?: string; readonly containerPort: number }; // a container port by its schema
    return name === undefined ? containerPort : [name, containerPort];
  });

const workload = (template: string, more: KindRow = {}): KindRow => ({
  ...more,
  podTemplates: [template],
  names: [...below(`${template}.spec`, podNames), ...(more.names ?? [])],
  also: (object, inventory) => [...ownPods(object, template), ...(more.also?.(object, inventory) ?? [])],
});

/** Selector, spread, mounts and probes of a template must fit the template itself. */
function ownPods(object: KubeObject, template: string): readonly Problem[] {
  const labels = labelsAt(object, `${template}.metadata.labels`);
  const selectors = [
    ...(template === 'spec.template' && object.kind !== 'Job' ? valuesAt(object, 'spec.selector') : []),
    ...valuesAt(object, `${template}.spec.topologySpreadConstraints[].labelSelector`),
  ];
  const wrong = selectors
    .filter(({ value }) => !selects(value as Selector, labels))
    .map(({ path }): Problem => ({ check: 'selector', path, message: 'does not select the pods of its own template' }));
  return [...wrong, ...mounts(object, template), ...probes(object, template)];
}

function mounts(object: KubeObject, template: string): readonly Problem[] {
  const volumes = new Set(
    [...valuesAt(object, `${template}.spec.volumes[].name`), ...valuesAt(object, 'spec.volumeClaimTemplates[].metadata.name')].map(({ value }) => value),
  );
  return ['containers', 'initContainers'].flatMap((kind) =>
    valuesAt(object, `${template}.spec.${kind}[].volumeMounts[].name`)
      .filter(({ value }) => !volumes.has(value))
      .map(({ value, path }): Problem => ({ path, message: `the pod has no volume '${String(value)}'` })),
  );
}

function probes(object: KubeObject, template: string): readonly Problem[] {
  return valuesAt(object, `${template}.spec.containers[]`).flatMap(({ value: container, path }) => {
    const ports = containerPorts({ containers: [container] });
    return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) =>
      ['httpGet', 'tcpSocket'].flatMap((kind) => {
        const port = valuesAt(container, `${probe}.${kind}.port`)[0]?.value;
        return typeof port !== 'string' || Inventory.listens([{ ports }], port)
          ? []
          : [{ check: 'port', path: `${path}.${probe}.${kind}.port`, message: `the container has no port '${port}'` }];
      }),
    );
  });
}

const subjects: NameField = { path: 'subjects[]', kind: 'ServiceAccount', known: ['default'] };
/** Roles that every API server has. */
const builtInRoles = ['admin', 'cluster-admin', 'edit', 'view', 'system:auth-delegator', 'extension-apiserver-authentication-reader'];
const servicePorts = (object: KubeObject): readonly (string | number)[] =>
  valuesAt(object, 'spec.ports[]').map(({ value }) => {
    const { port, targetPort = port } = value as { readonly port: number; readonly targetPort?: string | number }; // a Service port by its schema
    return targetPort;
  });

const madeService = (object: KubeObject) => ({
  services: [
    {
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      labels: object.metadata.labels ?? {},
      headless: textAt(object, 'spec.clusterIP') === 'None',
      ports: valuesAt(object, 'spec.ports[]').map(({ value }): Port => {
        const { name, port } = value as { readonly name?: string; readonly port: number }; // a Service port by its schema
        return name === undefined ? port : [name, port];
      }),
    },
  ],
});

/** By `group/Kind`. */
export const coreKinds: Readonly<Record<string, KindRow>> = {
  'core/ConfigMap': {},
  'core/LimitRange': {},
  'core/Namespace': {},
  'core/PersistentVolumeClaim': { names: [{ path: 'spec.storageClassName', kind: 'StorageClass' }] },
  'core/ResourceQuota': {},
  'core/Secret': {},
  'core/Service': { selectors: [{ path: 'spec.selector', of: 'pods', ports: servicePorts }], makes: madeService },
  'core/ServiceAccount': { names: [{ path: 'imagePullSecrets[]', kind: 'Secret' }] },
  'apps/DaemonSet': workload('spec.template'),
  'apps/Deployment': workload('spec.template'),
  'apps/StatefulSet': workload('spec.template', {
    names: [
      { path: 'spec.serviceName', kind: 'Service' },
      { path: 'spec.volumeClaimTemplates[].spec.storageClassName', kind: 'StorageClass' },
    ],
  }),
  'batch/CronJob': workload('spec.jobTemplate.spec.template'),
  'batch/Job': workload('spec.template'),
  'autoscaling/HorizontalPodAutoscaler': { names: [{ path: 'spec.scaleTargetRef', kind: 'Deployment' }] },
  'policy/PodDisruptionBudget': { selectors: [{ path: 'spec.selector', of: 'pods' }] },
  'networking.k8s.io/NetworkPolicy': { also: networkPolicy },
  'rbac.authorization.k8s.io/ClusterRole': {},
  'rbac.authorization.k8s.io/ClusterRoleBinding': { names: [{ path: 'roleRef', kind: 'ClusterRole', known: builtInRoles }, subjects] },
  'rbac.authorization.k8s.io/Role': {},
  'rbac.authorization.k8s.io/RoleBinding': { names: [{ path: 'roleRef', kind: 'Role', known: builtInRoles }, subjects] },
  'scheduling.k8s.io/PriorityClass': {},
  'storage.k8s.io/StorageClass': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': { names: [{ path: 'spec.policyName', kind: 'ValidatingAdmissionPolicy' }] },
};

interface PolicyPeer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}
interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly { readonly port: number | string; readonly endPort?: number }[];
}

/** Both ends of every rule must be pods that exist, and the receiving end must listen. */
function networkPolicy(object: KubeObject, inventory: Inventory): readonly Problem[] {
  const own = object.metadata.namespace ?? '';
  const subject = labelled(valuesAt(object, 'spec.podSelector')[0]?.value as Selector | undefined);
  const pods = subject && inventory.pods([own], subject);
  if (pods?.length === 0) return [{ check: 'selector', path: 'spec.podSelector', message: `selects no pods of namespace '${own}'` }];
  return ['ingress', 'egress'].flatMap((direction) =>
    valuesAt(object, `spec.${direction}[]`).flatMap(({ value, path }) => {
      const rule = value as PolicyRule;
      const closed = direction === 'ingress' && pods ? closedPorts(rule, pods, `${path}.ports`) : [];
      return [
        ...closed,
        ...(rule.from ?? rule.to ?? []).flatMap((peer, index) =>
          peerProblems(peer, rule, { own, direction, inventory, path: `${path}.${rule.from ? 'from' : 'to'}[${index}]` }),
        ),
      ];
    }),
  );
}

interface PeerPlace {
  readonly own: string;
  readonly direction: string;
  readonly inventory: Inventory;
  readonly path: string;
}
function peerProblems({ namespaceSelector, podSelector }: PolicyPeer, rule: PolicyRule, { own, direction, inventory, path }: PeerPlace): readonly Problem[] {
  if (!namespaceSelector && !podSelector) return [];
  const namespaces = namespaceSelector ? inventory.namespaces(namespaceSelector) : [own];
  if (namespaces.length === 0)
    return inventory.mayBeAbsent(namespaceSelector ?? {})
      ? []
      : [{ check: 'selector', path: `${path}.namespaceSelector`, message: `selects no namespace: ${JSON.stringify(namespaceSelector)}` }];
  const selector = labelled(podSelector);
  if (!selector) return [];
  const pods = inventory.pods(namespaces, selector);
  if (pods.length === 0)
    return [{ check: 'selector', path: `${path}.podSelector`, message: `selects no pods of ${namespaces.join(', ')}: ${JSON.stringify(podSelector)}` }];
  return direction === 'egress' ? closedPorts(rule, pods, path) : [];
}

const closedPorts = ({ ports = [] }: PolicyRule, pods: Parameters<typeof Inventory.listens>[0], path: string): readonly Problem[] =>
  ports
    .filter(({ port, endPort }) => endPort === undefined && !Inventory.listens(pods, port))
    .map(({ port }): Problem => ({ check: 'port', path, message: `none of the selected pods listens on ${port}` }));

/** A selector that selects by something; empty ones select everything, also nothing. */
const labelled = (selector: Selector | undefined): Selector | undefined =>
  selector && (Object.keys(selector.matchLabels ?? {}).length > 0 || (selector.matchExpressions ?? []).length > 0) ? selector : undefined;
