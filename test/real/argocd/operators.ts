/**
 * The operators do not run here: for each kind whose health Argo CD reads from a status, the status that its operator
 * writes when all is well, written as soon as the object is there. One may be held back, to see who waits for it.
 */
import type { Api, ApiObject } from './api';

/** Before the time it was written. */
interface Condition {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

const ready = (reason: string, message: string): Condition => ({ type: 'Ready', reason, message });

/** List of a kind -> conditions that become True, or the whole status. */
const statuses: Readonly<Record<string, readonly Condition[] | object>> = {
  '/apis/cert-manager.io/v1/certificates': [ready('Ready', 'Certificate is up to date and has not expired')],
  '/apis/cert-manager.io/v1/issuers': [ready('KeyPairVerified', 'Signing CA verified')],
  '/apis/cert-manager.io/v1/clusterissuers': [ready('IsReady', 'Issuer is ready')],
  '/apis/external-secrets.io/v1/clustersecretstores': [ready('Valid', 'store validated')],
  '/apis/external-secrets.io/v1/externalsecrets': [ready('SecretSynced', 'secret synced')],
  '/apis/k8s.keycloak.org/v2alpha1/keycloaks': [ready('Ready', 'all pods are ready')],
  '/apis/k8s.keycloak.org/v2alpha1/keycloakrealmimports': [{ type: 'Done', reason: 'Done', message: 'realm imported' }],
  '/apis/karpenter.k8s.aws/v1/ec2nodeclasses': [ready('Ready', 'subnets, groups and images found')],
  '/apis/karpenter.sh/v1/nodepools': [ready('Ready', 'node class is ready')],
  '/apis/monitoring.coreos.com/v1/prometheuses': [{ type: 'Available', reason: 'Available', message: 'all pods are ready' }],
  '/apis/monitoring.coreos.com/v1/alertmanagers': [{ type: 'Available', reason: 'Available', message: 'all pods are ready' }],
  '/apis/postgresql.cnpg.io/v1/clusters': {
    phase: 'Cluster in healthy state',
    conditions: [{ ...ready('ClusterIsReady', 'cluster is ready'), status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
  },
  // The controller is real, the metrics that it needs are not here.
  '/apis/autoscaling/v2/horizontalpodautoscalers': [{ type: 'AbleToScale', reason: 'ReadyForNewScale', message: 'recommended size matches current size' }],
};

/** What a cloud's controller of load balancers writes. */
const services = '/api/v1/services';
const balanced = { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } };

interface Watched extends ApiObject {
  readonly spec?: { readonly type?: string };
  readonly status?: {
    readonly phase?: string;
    readonly loadBalancer?: { readonly ingress?: readonly object[] };
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export class Operators {
  readonly #held = new Map<string, (() => void)[]>();

  constructor(private readonly api: Api) {
    for (const [path, status] of Object.entries(statuses))
      api.watch<Watched>(path, ({ type, object }) => {
        if (type === 'DELETED' || written(object, status)) return;
        const write = () => void this.#write(path, object, status);
        const held = this.#held.get(key(path, object.metadata.name));
        if (held === undefined) write();
        else held.push(write);
      });
    api.watch<Watched>(services, ({ type, object }) => {
      if (type !== 'DELETED' && object.spec?.type === 'LoadBalancer' && object.status?.loadBalancer?.ingress === undefined)
        void this.#write(services, object, balanced);
    });
  }

  /** Writes no status of that object until `release`. Only objects that come later. */
  hold(path: string, name: string): void {
    this.#held.set(key(path, name), []);
  }

  release(path: string, name: string): void {
    const waiting = this.#held.get(key(path, name)) ?? [];
    this.#held.delete(key(path, name));
    waiting.forEach((write) => write());
  }

  async #write(path: string, { metadata: { name, namespace } }: Watched, status: readonly Condition[] | object): Promise<void> {
    const [, root = '', plural = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const conditions = (all: readonly Condition[]) => ({ conditions: all.map((each) => ({ ...each, status: 'True', lastTransitionTime: now })) });
    const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
    await this.api.patch(`${root}${place}/${plural}/${name}/status`, { status: isConditions(status) ? conditions(status) : status });
  }
}

const key = (path: string, name: string): string => `${path} ${name}`;

const isConditions = (status: readonly Condition[] | object): status is readonly Condition[] => Array.isArray(status);

/** What is written is not written again: the watch would see it and go round. */
const written = ({ status }: Watched, wanted: readonly Condition[] | object): boolean =>
  isConditions(wanted)
    ? wanted.every(({ type }) => status?.conditions?.some((each) => each.type === type && each.status === 'True'))
    : status?.phase !== undefined;
