/** The controllers: sizes, flags, and what each may do by itself in the namespace of Flux. */
import type { Platform } from '../../../lib/model';
import { alertRouterOf } from '../../../lib/names';
import type { Versions } from '../../versions';
import { namespace } from './names';

export const ports = { http: 9090, metrics: 8080, health: 9440 } as const;

export interface Part {
  readonly name: string;
  readonly image: keyof Versions['images'];
  /** One leads, the others wait for its lease. */
  readonly replicas: number;
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit: string;
  /** Seconds until it is killed: what it has begun in the cluster should end. */
  readonly graceSeconds: number;
  readonly flags: readonly string[];
  /** Other controllers call it. */
  readonly serves: boolean;
  /** Keeps what it fetched: one pod only. */
  readonly storage: boolean;
}

const noOtherNamespace = '--no-cross-namespace-refs=true';
/** An object that names no account acts as one without rights. */
const noAccount = '--default-service-account=default';

/** Sized for a hundred components: each is looked at every ten minutes and at each commit. */
const always: readonly Part[] = [
  {
    name: 'source-controller',
    image: 'fluxSourceController',
    replicas: 1,
    cpu: '100m',
    memory: '256Mi',
    memoryLimit: '1Gi',
    graceSeconds: 10,
    flags: [
      '--storage-path=/data',
      `--storage-adv-addr=source-controller.${namespace}.svc.cluster.local.`,
      '--concurrent=8',
      // Indexes of chart repositories are large, and many releases read the same one.
      '--helm-cache-max-size=20',
      '--helm-cache-ttl=60m',
      '--helm-cache-purge-interval=5m',
    ],
    serves: true,
    storage: true,
  },
  {
    name: 'kustomize-controller',
    image: 'fluxKustomizeController',
    replicas: 2,
    cpu: '200m',
    memory: '256Mi',
    memoryLimit: '1Gi',
    graceSeconds: 60,
    flags: [
      noOtherNamespace,
      noAccount,
      '--no-remote-bases=true',
      // One that waits for health holds its place: the others must find one.
      '--concurrent=20',
      // The depth of the plan times this is how long a commit takes to reach the last component.
      '--requeue-dependency=5s',
      // The commit that repairs something does not wait behind the one that broke it.
      '--feature-gates=CancelHealthCheckOnNewRevision=true',
    ],
    serves: false,
    storage: false,
  },
  {
    name: 'helm-controller',
    image: 'fluxHelmController',
    replicas: 2,
    cpu: '100m',
    memory: '256Mi',
    memoryLimit: '1Gi',
    // An upgrade that is cut off leaves a release that a person must unlock.
    graceSeconds: 600,
    flags: [noOtherNamespace, noAccount, '--concurrent=10', '--requeue-dependency=5s', '--feature-gates=CancelHealthCheckOnNewRevision=true'],
    serves: false,
    storage: false,
  },
];

const notification: Part = {
  name: 'notification-controller',
  image: 'fluxNotificationController',
  replicas: 2,
  cpu: '20m',
  memory: '64Mi',
  memoryLimit: '256Mi',
  graceSeconds: 10,
  flags: [noOtherNamespace],
  serves: true,
  storage: false,
};

/** Notifications only where something takes them. */
export const partsOf = (platform: Platform): readonly Part[] => [...always, ...(alertRouterOf(platform) ? [notification] : [])];
