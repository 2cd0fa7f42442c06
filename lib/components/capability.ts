/**
 * What components can offer each other. Named by purpose, never by product, so that an option can be exchanged
 * without touching those who need it.
 */
export const capabilities = [
  'crds', // every custom resource definition of the cluster is served
  'namespaces', // namespaces with their policies, quotas and default-deny network policies
  'priority-classes',
  'admission-policies',
  'storage', // storage and snapshot classes
  'node-autoscaling', // pods that do not tolerate the taint of system nodes get a node; AKS brings it by itself: say `after`, not `needs`
  'load-balancer-targets', // services can be bound to the load balancer that the cloud layer owns
  'secret-controller',
  'secrets', // every Secret that a component asked for exists
  'certificate-controller',
  'certificates', // an issuer that signs public names
  'internal-certificates', // an issuer that signs names inside the platform
  'dns',
  'mesh-control-plane',
  'mesh-network', // sidecars can be injected without privileges
  'mesh-policy', // deny by default, mutual TLS
  'gateway',
  'routes', // endpoints are reachable, each under its own policy
  'postgres', // PostgreSQL clusters can be declared
  'postgres-backup',
  'mariadb', // MariaDB servers can be declared
  'tenant-guards', // what a database of a tenant must be is enforced
  'identity-database',
  'identity-operator',
  'identity-server', // the identity provider answers, with or without our realm
  'identity-realm', // our realm exists, perhaps in an older state
  'identity', // people and programs can log in
  'sessions',
  'login-proxy',
  'metrics-operator', // monitors, rules and Prometheus-like objects can be declared
  'metrics',
  'metrics-query', // metrics of all clusters can be asked for in one place
  'alerting',
  'dashboards',
  'dashboard-database',
  'logs',
  'search-operator', // Elasticsearch and Kibana can be declared
  'log-lifecycle', // the store knows how long it keeps which logs, and where it copies them
  'log-collection',
  'delivery',
] as const;
export type Capability = (typeof capabilities)[number];
