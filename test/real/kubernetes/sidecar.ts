/**
 * The container that istiod adds to the pods of a namespace in the mesh. istiod does not run here: this one asks for what
 * dist/ gives the sidecars, so that quotas are tried with what they will really count.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { KubeObject } from '../../../lib/components';

interface Values {
  readonly global: { readonly proxy: { readonly resources: object } };
}
interface PodSpec {
  readonly containers: readonly { readonly name: string }[];
}

/** What injection makes of a pod of this cluster. */
export function injection(cluster: string, rendered: readonly KubeObject[], image = 'docker.io/istio/proxyv2:stand-in'): (pod: KubeObject) => KubeObject {
  const file = `dist/clusters/${cluster}/istiod/values.yaml`;
  if (!existsSync(file)) return (pod) => pod;
  const { resources } = (parse(readFileSync(file, 'utf8')) as Values).global.proxy;
  const meshed = new Set(
    rendered.filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio-injection'] === 'enabled').map(({ metadata }) => metadata.name),
  );
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const proxy = { name: 'istio-proxy', image, resources, securityContext };
  return (pod) => {
    if (!meshed.has(pod.metadata.namespace ?? '') || pod.metadata.labels?.['sidecar.istio.io/inject'] === 'false') return pod;
    const spec = pod['spec'] as PodSpec; // made by podOf
    // A gateway is a proxy itself and leaves the image to the injector.
    if (spec.containers.some(({ name }) => name === proxy.name))
      return {
        ...pod,
        spec: { ...spec, containers: spec.containers.map((container) => (container.name === proxy.name ? { ...container, image } : container)) },
      };
    return { ...pod, spec: { ...spec, containers: [...spec.containers, proxy] } };
  };
}
