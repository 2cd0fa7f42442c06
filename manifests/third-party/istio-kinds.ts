/** Kinds of Istio: routes, policies and what they name. */
import type { KubeObject } from '../../lib/components';
import { Inventory } from '../../lib/validate/references/inventory';
import { textAt, textsAt, valuesAt } from '../../lib/validate/references/path';
import type { KindRow, Problem } from '../../lib/validate/references/world';

const definedBy = 'crds-istio';
const workloads = { path: 'spec.selector.matchLabels', of: 'pods' } as const;
const home = ({ metadata }: KubeObject): string => metadata.namespace ?? '';

/** Modes in which the gateway also wants the authority of its clients, in the Secret `<name>-cacert`. */
const mutual = new Set(['MUTUAL', 'OPTIONAL_MUTUAL']);
const clientAuthorities = (object: KubeObject, inventory: Inventory): readonly Problem[] =>
  valuesAt(object, 'spec.servers[].tls').flatMap(({ value, path }) => {
    const name = textAt(value, 'credentialName');
    if (name === undefined || !mutual.has(textAt(value, 'mode') ?? '') || inventory.name('Secret', home(object), `${name}-cacert`)) return [];
    return [{ path: `${path}.credentialName`, message: `no Secret '${name}-cacert' with the authority of clients in namespace '${home(object)}'` }];
  });

/** Destinations inside the cluster: `hostProblems` has seen their names, here are their ports. */
const destinationPorts = (object: KubeObject, inventory: Inventory): readonly Problem[] =>
  ['http', 'tcp', 'tls'].flatMap((protocol) =>
    valuesAt(object, `spec.${protocol}[].route[].destination`).flatMap(({ value, path }): readonly Problem[] => {
      const [service = '', namespace = '', svc] = (textAt(value, 'host') ?? '').split('.');
      if (svc !== 'svc')
        return [{ check: 'host', path: `${path}.host`, message: `'${service}' is not the full name of a Service: <service>.<namespace>.svc.cluster.local` }];
      const known = inventory.service(namespace, service);
      const [port] = valuesAt(value, 'port.number');
      return known && port && !Inventory.listens([known], port.value as number)
        ? [{ check: 'port', path: `${path}.${port.path}`, message: `Service '${service}' has no port ${String(port.value)}` }]
        : [];
    }),
  );

/** Callers by certificate (`<trust domain>/ns/<namespace>/sa/<account>`) and by namespace, and the ports of the selected pods. */
function authorization(object: KubeObject, inventory: Inventory): readonly Problem[] {
  const callers = ['principals', 'notPrincipals'].flatMap((field) => valuesAt(object, `spec.rules[].from[].source.${field}[]`));
  const accounts = callers.flatMap(({ value, path }): readonly Problem[] => {
    const found = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(String(value));
    return found && found[2] !== 'default' && !inventory.name('ServiceAccount', found[1], found[2] ?? '')
      ? [{ path, message: `no ServiceAccount '${found[2]}' in namespace '${found[1]}'` }]
      : [];
  });
  return [...accounts, ...closedPorts(object, inventory)];
}

function closedPorts(object: KubeObject, inventory: Inventory): readonly Problem[] {
  const [selector] = valuesAt(object, 'spec.selector.matchLabels');
  if (!selector) return [];
  const pods = inventory.pods([home(object)], { matchLabels: selector.value as Readonly<Record<string, string>> }); // labels by the schema
  return valuesAt(object, 'spec.rules[].to[].operation.ports[]')
    .filter(({ value }) => !Inventory.listens(pods, Number(value)))
    .map(({ value, path }) => ({ check: 'port', path, message: `none of the selected pods listens on ${String(value)}` }));
}

/** `namespace/host`; `.`, `~` and `*` stand for the own one, none and all. */
const sidecarNamespaces = (object: KubeObject, inventory: Inventory): readonly Problem[] =>
  valuesAt(object, 'spec.egress[].hosts[]').flatMap(({ value, path }): readonly Problem[] => {
    const [namespace = ''] = String(value).split('/');
    return ['.', '~', '*'].includes(namespace) || inventory.namespaceLabels(namespace) ? [] : [{ path, message: `no namespace '${namespace}'` }];
  });

/** Ports of a peer authentication are those of the pods. */
const peerPorts = (object: KubeObject, inventory: Inventory): readonly Problem[] => {
  const pods = inventory.pods([home(object)], {
    matchLabels: (valuesAt(object, 'spec.selector.matchLabels')[0]?.value ?? {}) as Readonly<Record<string, string>>,
  }); // labels by the schema
  return Object.keys(valuesAt(object, 'spec.portLevelMtls')[0]?.value ?? {})
    .filter((port) => !Inventory.listens(pods, Number(port)))
    .map((port) => ({ check: 'port', path: `spec.portLevelMtls.${port}`, message: 'none of the selected pods listens there' }));
};

/** By `group/Kind`. */
export const istioKinds: Readonly<Record<string, KindRow>> = {
  'networking.istio.io/DestinationRule': { definedBy },
  'networking.istio.io/EnvoyFilter': { definedBy, selectors: [{ path: 'spec.workloadSelector.labels', of: 'pods' }] },
  'networking.istio.io/Gateway': {
    definedBy,
    names: [{ path: 'spec.servers[].tls.credentialName', kind: 'Secret' }],
    selectors: [{ path: 'spec.selector', of: 'pods' }],
    also: clientAuthorities,
  },
  'networking.istio.io/ServiceEntry': { definedBy, selectors: [{ path: 'spec.workloadSelector.labels', of: 'pods' }] },
  'networking.istio.io/Sidecar': { definedBy, selectors: [{ path: 'spec.workloadSelector.labels', of: 'pods' }], also: sidecarNamespaces },
  'networking.istio.io/VirtualService': {
    definedBy,
    names: [{ path: 'spec.gateways[]', kind: 'Gateway', qualified: true, known: ['mesh'] }],
    also: (object, inventory) => [...destinationPorts(object, inventory), ...hostsOnGateway(object)],
  },
  'security.istio.io/AuthorizationPolicy': {
    definedBy,
    names: [{ path: 'spec.provider', kind: 'ExtensionProvider' }],
    selectors: [workloads],
    also: authorization,
  },
  'security.istio.io/PeerAuthentication': { definedBy, selectors: [workloads], also: peerPorts },
  'security.istio.io/RequestAuthentication': { definedBy, selectors: [workloads] },
  'telemetry.istio.io/Telemetry': {
    definedBy,
    names: [
      { path: 'spec.accessLogging[].providers[]', kind: 'ExtensionProvider' },
      { path: 'spec.tracing[].providers[]', kind: 'ExtensionProvider' },
    ],
    selectors: [workloads],
  },
};

/** A route without hosts answers nobody. */
const hostsOnGateway = (object: KubeObject): readonly Problem[] =>
  textsAt(object, 'spec.hosts[]').length > 0 ? [] : [{ path: 'spec.hosts', message: 'names no host' }];
