/** Labels, annotations and well-known names inside a cluster that several parts of the platform agree on. */
import { namespaces } from './contract';

export const labels = {
  /** Team that answers for an object. */
  owner: 'dbaas/owner',
  /** The platform that an object belongs to. */
  partOf: 'app.kubernetes.io/part-of',
  /** Deleting the object deletes data: refused unless `annotations.allowDelete` says otherwise. */
  holdsData: 'dbaas/holds-data',
  /** Tenant of a namespace and of everything in it. */
  tenant: 'dbaas/tenant',
  /** Database that an object belongs to. */
  database: 'dbaas/database',
  plan: 'dbaas/plan',
  engine: 'dbaas/engine',
  /** Whether a database takes writes in this cluster: `primary`, or `standby` of the one in another cluster. */
  role: 'dbaas/role',
  /** `single` may have one instance; everything else has one in each zone. */
  topology: 'dbaas/topology',
  costCenter: 'dbaas/cost-center',
} as const;

export const annotations = {
  /** Why a rule is there, line by line. */
  why: 'dbaas/why',
  /** Deleting an object that holds data is refused until this annotation carries the object's own name. */
  allowDelete: 'dbaas/allow-delete',
} as const;

/** Priority of pods, highest first. */
export const priorityClasses = {
  /** Without it nothing else works or can be repaired: mesh, certificates, secrets, delivery. */
  platform: 'platform-critical',
  database: 'database',
  /** Logins, metrics, logs. */
  services: 'platform-services',
  /** What the platform serves: makes room first. */
  workload: 'workload',
} as const;

export const storageClasses = {
  /** Default: encrypted, deleted with its claim. For what can be made again. */
  standard: 'standard',
  /** For databases: encrypted, kept when the claim is deleted. */
  data: 'data',
} as const;
/** Snapshots of volumes; kept when the VolumeSnapshot object is deleted. */
export const snapshotClass = 'data';

/** ClusterIssuers. */
export const issuers = {
  /** Public names, trusted by browsers. */
  public: 'public',
  /** The same against the authority's test endpoint: to try a change without touching its rate limits. */
  publicStaging: 'public-staging',
  /** Names inside the platform. */
  internal: 'internal',
} as const;

/** Pods that order public certificates: whoever owns an issuer opens the way to its authority for them. */
export const certificateController = {
  namespace: namespaces.certificates,
  pods: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' },
} as const;

/** ClusterSecretStore of the cluster's own secret store. */
export const secretStore = 'platform';
