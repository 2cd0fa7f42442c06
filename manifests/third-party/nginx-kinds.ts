/** Kinds of the NGINX Ingress Controller: hosts, policies and what they name. */
import type { KubeObject } from '../../lib/components';
import { Inventory } from '../../lib/validate/references/inventory';
import { textAt, valuesAt } from '../../lib/validate/references/path';
import type { KindRow, NameField, Problem } from '../../lib/validate/references/world';

const definedBy = 'crds-nginx-ingress';
const ingressClass: NameField = { path: 'spec.ingressClassName', kind: 'IngressClass' };

/** Ports of a Service that is written `namespace/name`. */
const servicePorts = (object: KubeObject, inventory: Inventory, service: unknown, ports: readonly { readonly value: unknown; readonly path: string }[]) => {
  const [name = '', namespace = object.metadata.namespace ?? ''] = String(service).split('/').reverse();
  const known = inventory.service(namespace, name);
  return ports
    .filter(({ value }) => known && !Inventory.listens([known], Number(value)))
    .map(({ value, path }): Problem => ({ check: 'port', path, message: `Service '${name}' has no port ${String(value)}` }));
};

const upstreams = (object: KubeObject, inventory: Inventory): readonly Problem[] =>
  valuesAt(object, 'spec.upstreams[]').flatMap(({ value, path }) =>
    servicePorts(
      object,
      inventory,
      textAt(value, 'service'),
      valuesAt(value, 'port').map((port) => ({ ...port, path: `${path}.port` })),
    ),
  );

/** Routes that send to an upstream which the host does not have. */
function unknownUpstreams(object: KubeObject): readonly Problem[] {
  const known = new Set(valuesAt(object, 'spec.upstreams[].name').map(({ value }) => value));
  return ['spec.routes[].action.pass', 'spec.routes[].action.proxy.upstream']
    .flatMap((path) => valuesAt(object, path))
    .filter(({ value }) => !known.has(value))
    .map(({ value, path }) => ({ path, message: `the host has no upstream '${String(value)}'` }));
}

const authPorts = (object: KubeObject, inventory: Inventory): readonly Problem[] =>
  servicePorts(object, inventory, textAt(object, 'spec.externalAuth.authServiceName'), valuesAt(object, 'spec.externalAuth.authServicePorts[]'));

/** By `group/Kind`. */
export const nginxKinds: Readonly<Record<string, KindRow>> = {
  'k8s.nginx.org/Policy': {
    definedBy,
    names: [
      ingressClass,
      { path: 'spec.externalAuth.authServiceName', kind: 'Service', qualified: true },
      { path: 'spec.ingressMTLS.clientCertSecret', kind: 'Secret' },
    ],
    also: authPorts,
  },
  'k8s.nginx.org/VirtualServer': {
    definedBy,
    names: [
      ingressClass,
      { path: 'spec.tls.secret', kind: 'Secret' },
      { path: 'spec.policies[]', kind: 'Policy' },
      { path: 'spec.routes[].policies[]', kind: 'Policy' },
      { path: 'spec.upstreams[].service', kind: 'Service', qualified: true },
    ],
    also: (object, inventory) => [...upstreams(object, inventory), ...unknownUpstreams(object)],
  },
};
