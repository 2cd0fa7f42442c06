/** What the parts of this option call each other. */
import { namespaces } from '../../../lib/names';

export const nginx = {
  /** Chart's full name: that of its ClusterRoleBinding, and so of the ClusterRole. */
  fullName: 'nginx-ingress',
  deployment: 'nginx-ingress-controller',
  /** Configuration of the server that all hosts share. */
  configMap: 'nginx',
  ingressClass: 'nginx',
  metricsPort: 9113,
  /** Secret with a certificate of the internal authority: only the authority in it is used. */
  authoritySecret: 'internal-authority',
} as const;

/** Port of Services whose pods have a certificate of the internal authority. */
export const proxyTls = { port: 443, targetPort: 4443 } as const;

/** Checks bearer tokens for hosts that take them. */
export const tokenProxy = {
  namespace: namespaces.login,
  service: 'token-proxy',
  serviceAccount: 'token-proxy',
  pods: { 'app.kubernetes.io/name': 'token-proxy' },
  tlsSecret: 'token-proxy-tls',
} as const;
