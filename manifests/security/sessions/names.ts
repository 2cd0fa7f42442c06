/** The session store as its clients see it. */
import { namespaces } from '../../../lib/names';

const service = 'valkey';
const domain = `${service}.${namespaces.login}.svc.cluster.local`;

export const sessionStore = {
  namespace: namespaces.login,
  service,
  labels: { 'app.kubernetes.io/name': 'valkey' },
  /** Suffix of the name of each pod. */
  domain,
  /** Names under which the servers announce themselves, and which their certificate carries. */
  hosts: [0, 1, 2].map((ordinal) => `${service}-${ordinal}.${domain}`),
  port: 6379,
  sentinelPort: 26379,
  metricsPort: 9121,
  /** What the sentinels call the set of servers. */
  primaryName: 'sessions',
  /** Two of three sentinels must agree that the primary is gone. */
  quorum: 2,
  /** User of the login proxy. */
  user: 'proxy',
  /** Generated in the cluster; keys proxy, sentinel, internal, exporter. */
  secret: 'sessions',
  /** tls.crt, tls.key, ca.crt. */
  tlsSecret: 'valkey-tls',
  /** Seconds after which the server closes an idle connection; clients give up earlier. */
  idleSeconds: 300,
} as const;

/** Prefix of every key: the name of the login cookie. */
export const cookieName = (platform: { readonly name: string }): string => `__Host-${platform.name}`;
