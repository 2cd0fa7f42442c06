/**
 * The gateway as the cloud layer and the load balancer bindings see it. Whoever installs a gateway uses these
 * names; whoever points a load balancer at it needs nothing else.
 */
import { choose, type Cluster, type Edge, type Platform, type Security } from '../model';
import { frontDoorProof, passesFrontDoor } from './cloud-native';
import { namespaces } from './contract';

export interface Gateway {
  readonly namespace: string;
  /** Name of the Service. It is of type ClusterIP: the cloud layer owns the load balancer. */
  readonly service: string;
  readonly serviceAccount: string;
  /** Labels of the gateway's pods, and the selector of its Service. */
  readonly selector: Readonly<Record<string, string>>;
  /** Port of the Service that serves HTTPS. */
  readonly httpsPort: number;
  /** Port of the pods behind it; an IP target group points here. */
  readonly httpsTargetPort: number;
  /** Port of the pods that answers the load balancer's health checks. */
  readonly statusPort: number;
  readonly statusPath: string;
  /** Secret in the gateway's namespace with the certificate of the cluster's hosts. */
  readonly certificateSecret: string;
  /** Secret in the gateway's namespace with the authority of the edge's client certificate, key `ca.crt`. */
  readonly originPull: { readonly secret: string; /** Type of the Secret, where the gateway wants one. */ readonly type?: string };
}

/** Path on the origin host that the edge's monitor asks; answers 200 only when this cluster can serve the platform. */
export const originHealthPath = '/healthz';

/** Release, Service, Deployment and service account have one name. */
export const istioGateway = {
  namespace: namespaces.gateway,
  service: 'ingress',
  serviceAccount: 'ingress',
  selector: { app: 'ingress', istio: 'ingress' },
  httpsPort: 443,
  httpsTargetPort: 443,
  statusPort: 15021,
  statusPath: '/healthz/ready',
  certificateSecret: 'ingress-tls',
  // Found by its name: that of the certificate's Secret with `-cacert` behind it.
  originPull: { secret: 'ingress-tls-cacert' },
} as const satisfies Gateway;

export const nginxGateway = {
  namespace: namespaces.nginxGateway,
  service: 'ingress',
  serviceAccount: 'ingress',
  selector: { 'app.kubernetes.io/name': 'nginx-ingress', 'app.kubernetes.io/instance': 'ingress' },
  httpsPort: 443,
  httpsTargetPort: 443,
  // Answers 200 once the first configuration is loaded.
  statusPort: 8081,
  statusPath: '/nginx-ready',
  certificateSecret: 'ingress-tls',
  originPull: { secret: 'ingress-tls-cacert', type: 'nginx.org/ca' },
} as const satisfies Gateway;

const gateways: Readonly<Record<Security['use'], Gateway>> = { 'istio-keycloak': istioGateway, 'istio-auth0': istioGateway, 'nginx-auth0': nginxGateway };
export const gatewayOf = ({ security }: Pick<Platform, 'security'>): Gateway => gateways[security.use];

/** What stands between a browser and the gateway. */
export interface EdgeFacts {
  /** Proxies in front of the gateway that add themselves to X-Forwarded-For. Too many lets clients choose their address. */
  readonly trustedProxies: number;
  /** Whether the edge shows a client certificate of our own authority, so that nobody can go around it. */
  readonly clientCertificate: boolean;
  /**
   * Whether the edge says in the TLS handshake which host a request is for (SNI). A load balancer of AWS says nothing
   * there, Front Door the name of the origin: the gateway then tells hosts apart by the request alone.
   */
  readonly namesHost: boolean;
  /** Kind of key that the gateway's certificate has: Front Door promises only suites with RSA towards origins. */
  readonly certificateKey: 'ECDSA' | 'RSA';
  /** Header with which the edge proves that it is ours, and the key of cloud.lock.yaml with its value. @default - the network admits nobody else */
  readonly proof?: { readonly header: string; readonly lockKey: string };
}
const atCloudEdge: Readonly<Record<Cluster['provider'], (platform: Pick<Platform, 'edge'>) => EdgeFacts>> = {
  aws: () => ({ trustedProxies: 1, clientCertificate: false, namesHost: false, certificateKey: 'ECDSA' }),
  azure: (platform) =>
    passesFrontDoor(platform)
      ? { trustedProxies: 0, clientCertificate: false, namesHost: false, certificateKey: 'RSA' }
      : { trustedProxies: 1, clientCertificate: false, namesHost: false, certificateKey: 'RSA', proof: frontDoorProof },
};
export const edgeOf = ({ edge }: Pick<Platform, 'edge'>, { provider }: Pick<Cluster, 'provider'>): EdgeFacts =>
  choose<Edge, EdgeFacts>(edge, {
    cloudflare: () => ({ trustedProxies: 1, clientCertificate: true, namesHost: true, certificateKey: 'ECDSA' }),
    'cloud-native': () => atCloudEdge[provider]({ edge }),
  });
