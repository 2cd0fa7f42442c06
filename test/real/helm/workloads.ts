/** No kubelet and no controller of workloads runs here: the status that both write when all is well, after each change anew. */
import type { Api, ApiObject } from '../argocd/api';

interface Workload extends ApiObject {
  readonly metadata: ApiObject['metadata'] & { readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly observedGeneration?: number; readonly completionTime?: string };
}

const nodes = 3;
const moment = (): string => new Date().toISOString().replace(/\.\d+/, '');
const condition = (type: string, reason: string) => ({ type, reason, status: 'True', message: reason, lastTransitionTime: moment() });

/** List of a kind -> status of an object that is well. */
const statuses: Readonly<Record<string, (workload: Workload) => object>> = {
  '/apis/apps/v1/deployments': ({ spec, metadata: { generation } }) => {
    const replicas = spec?.replicas ?? 1;
    const conditions = [condition('Available', 'MinimumReplicasAvailable'), condition('Progressing', 'NewReplicaSetAvailable')];
    return { observedGeneration: generation, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, conditions };
  },
  '/apis/apps/v1/statefulsets': ({ spec, metadata: { generation } }) => {
    const replicas = spec?.replicas ?? 1;
    const counts = { replicas, readyReplicas: replicas, currentReplicas: replicas, updatedReplicas: replicas, availableReplicas: replicas };
    return { observedGeneration: generation, ...counts, currentRevision: 'newest', updateRevision: 'newest' };
  },
  '/apis/apps/v1/daemonsets': ({ metadata: { generation } }) => ({
    observedGeneration: generation,
    desiredNumberScheduled: nodes,
    currentNumberScheduled: nodes,
    updatedNumberScheduled: nodes,
    numberReady: nodes,
    numberAvailable: nodes,
    numberMisscheduled: 0,
  }),
  '/apis/batch/v1/jobs': () => ({
    startTime: moment(),
    completionTime: moment(),
    succeeded: 1,
    uncountedTerminatedPods: {},
    conditions: [condition('SuccessCriteriaMet', 'CompletionsReached'), condition('Complete', 'CompletionsReached')],
  }),
};

export function keepWell(api: Api): void {
  for (const [path, status] of Object.entries(statuses))
    api.watch<Workload>(path, ({ type, object }) => {
      const { metadata, status: now } = object;
      const seen = path.endsWith('/jobs') ? now?.completionTime !== undefined : now?.observedGeneration === metadata.generation;
      if (type === 'DELETED' || seen) return;
      const [, root = '', plural = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
      void api.patch(`${root}/namespaces/${metadata.namespace ?? ''}/${plural}/${metadata.name}/status`, { status: status(object) });
    });
}
