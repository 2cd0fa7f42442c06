/** Whether there is a mesh, what pods must say to it, and the gateway through which joined meshes reach each other. */
import { meshOf, type Platform } from '../model';
import { namespaces } from './contract';

/** Services of both clusters find and call each other. */
export const meshesAreJoined = ({ security }: Pick<Platform, 'security'>): boolean => meshOf(security)?.meshes === 'joined';

/** As the cloud layer, the mesh and the peers see it. */
export const eastWestGateway = {
  namespace: namespaces.meshEastWest,
  /** Name of the release, the Service and the service account. */
  service: 'istio-eastwestgateway',
  pods: { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
  /** Port of load balancer and pods: mutual TLS of workloads, passed through. */
  tlsPort: 15443,
  /** Port and path of the pods that answer the load balancer's health checks (HTTP). */
  statusPort: 15021,
  statusPath: '/healthz/ready',
} as const;

/** Labels of pods that stay outside the mesh although their namespace is in it, such as databases. */
export const meshOptOut = ({ security }: Pick<Platform, 'security'>): Readonly<Record<string, string>> =>
  meshOf(security) ? { 'sidecar.istio.io/inject': 'false' } : {};

/** Annotations of pods whose connections to these ports go past their sidecar: what encrypts by itself. */
export const meshBypass = ({ security }: Pick<Platform, 'security'>, outboundPorts: readonly number[]): Readonly<Record<string, string>> =>
  meshOf(security) ? { 'traffic.sidecar.istio.io/excludeOutboundPorts': outboundPorts.join(',') } : {};
