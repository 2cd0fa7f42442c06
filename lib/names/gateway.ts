/**
 * The gateway as the cloud layer and the load balancer bindings see it. Whoever installs a gateway uses these
 * names; whoever points a load balancer at it needs nothing else.
 */
import type { Edge, Platform } from '../model';
import { namespaces } from './contract';

export const gateway = {
  namespace: namespaces.gateway,
  /** Name of the Service, of the Deployment and of its service account. The Service is of type ClusterIP: the cloud layer owns the load balancer. */
  service: 'ingress',
  serviceAccount: 'ingress',
  /** Labels of the gateway's pods, and the selector of its Service. */
  selector: { app: 'ingress', istio: 'ingress' },
  /** Port of the Service that serves HTTPS. */
  httpsPort: 443,
  /** Port of the pods behind it; an IP target group points here. */
  httpsTargetPort: 443,
  /** Port of Service and pods that answers the load balancer's health checks. */
  statusPort: 15021,
  statusPath: '/healthz/ready',
  /** Secret in the gateway's namespace with the certificate of the cluster's hosts. */
  certificateSecret: 'ingress-tls',
  /**
   * Secret in the gateway's namespace with the authority of the edge's client certificate, key `ca.crt`. The gateway
   * finds it by its name: that of the certificate's Secret with `-cacert` behind it.
   */
  originPullSecret: 'ingress-tls-cacert',
  /** Path on the origin host that the edge's monitor asks; answers 200 only when this cluster can serve the platform. */
  healthPath: '/healthz',
} as const;

/** What stands between a browser and the gateway. */
export interface EdgeFacts {
  /** Proxies in front of the gateway that add themselves to X-Forwarded-For. Too many lets clients choose their address. */
  readonly trustedProxies: number;
  /** Whether the edge shows a client certificate of our own authority, so that nobody can go around it. */
  readonly clientCertificate: boolean;
}
const edgeFacts: Record<Edge['use'], EdgeFacts> = { cloudflare: { trustedProxies: 1, clientCertificate: true } };
export const edgeOf = (platform: Platform): EdgeFacts => edgeFacts[platform.edge.use];
