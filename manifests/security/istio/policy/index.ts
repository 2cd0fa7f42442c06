/** Deny by default inside the mesh, and what the declared connections open. */
import { namespaces } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { flowsIntoMesh, meshOf } from '../mesh';
import type { IstioOption } from '../option';
import { allowCallers, allowNothing, foreignTrustDomains } from './authorization-policy';
import { serviceEntries, sidecars } from './egress';
import { plaintextPorts, strict } from './peer-authentication';
import { receivers } from './receivers';
import { accessLogs } from './telemetry';

export const meshPolicy =
  (option: IstioOption): Factory =>
  (context) => ({
    name: 'mesh-policy',
    summary: 'Mutual TLS everywhere, nobody may call anybody, and the exceptions that components declared',
    namespace: namespaces.mesh,
    needs: ['crds', 'namespaces', 'mesh-control-plane'],
    provides: ['mesh-policy'],
    content: {
      kind: 'manifests',
      build(chart, wiring) {
        const mesh = meshOf(wiring, context.names.trustDomain());
        strict(chart);
        allowNothing(chart);
        if (option.trustDomainAliases) foreignTrustDomains(chart, [context.names.trustDomain(), ...option.trustDomainAliases(context)]);
        accessLogs(chart);
        for (const receiver of receivers(flowsIntoMesh(wiring, mesh), mesh)) {
          allowCallers(chart, receiver);
          plaintextPorts(chart, receiver);
        }
        sidecars(chart, wiring, mesh);
        serviceEntries(chart, wiring, mesh);
      },
    },
    intents: { scrapes: sidecarNamespaces(context, option).map(sidecarMetrics) },
  });

/** Namespaces that the name contract gives to pods of the mesh. */
const sidecarNamespaces = ({ platform, cluster }: Context, option: IstioOption): readonly string[] => [
  ...option.namespaces,
  ...platform.workloads.filter(({ clusters }) => clusters === undefined || clusters.includes(cluster.name)).map(({ name }) => name),
];

/** Metrics of every sidecar of a namespace, from the port of the proxy that the mesh itself leaves open to scrapers. */
const sidecarMetrics = (namespace: string) =>
  ({
    name: `sidecars-${namespace}`,
    namespace,
    kind: 'pods',
    selector: { 'security.istio.io/tlsMode': 'istio' },
    port: 'http-envoy-prom',
    targetPort: 15090,
    path: '/stats/prometheus',
  }) as const;
