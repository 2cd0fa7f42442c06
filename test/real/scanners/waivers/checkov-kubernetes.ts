/** What checkov reports about the YAML in dist/ and we accept. */
import type { Waiver } from '../waiver';
import {
  agent,
  allPods,
  collectorWithoutJournal,
  digests,
  imageSaysWho,
  noCpuLimit,
  noDigest,
  nodeLogs,
  pulledOnce,
  sharedNodes,
  sharesIdle,
  userSetting,
  workloads,
} from './pods';

export const checkovKubernetes: readonly Waiver[] = [
  { id: 'CKV_K8S_11', resource: allPods, why: noCpuLimit, dropWhen: sharesIdle },
  { id: 'CKV_K8S_15', resource: allPods, why: pulledOnce, dropWhen: sharedNodes },
  { id: 'CKV_K8S_43', resource: allPods, why: noDigest, dropWhen: digests },
  { id: 'CKV_K8S_40', resource: workloads, why: imageSaysWho, dropWhen: userSetting },
  { id: 'CKV_K8S_40', resource: agent, why: nodeLogs, dropWhen: collectorWithoutJournal },
  { id: 'CKV_K8S_23', resource: agent, why: nodeLogs, dropWhen: collectorWithoutJournal },
  { id: 'CKV_K8S_25', resource: agent, why: nodeLogs, dropWhen: collectorWithoutJournal },
  {
    id: 'CKV_K8S_38',
    resource: [agent, 'Deployment/observability/otel-gateway'],
    why: 'Both ask the API server which pod, workload and namespace a log line is from; their roles read those kinds and nothing else.',
    dropWhen: 'Log lines carry their origin without the API server.',
  },
  {
    id: 'CKV_K8S_35',
    resource: ['Deployment/login/oauth2-proxy', 'CronJob/keycloak/keycloak-realm-sync', 'Job/keycloak/keycloak-realm-*'],
    why: 'The program takes the password of its store or server from its environment only, and starts no other. Who may read the environment of the pod may read the Secret as well.',
    dropWhen: 'The program reads every secret from files.',
  },
  {
    id: 'CKV_K8S_35',
    resource: 'StatefulSet/login/valkey',
    why: 'A script writes the passwords into the access list, in memory, before the server starts; the exporter reads its own from the environment only. Who may read the environment of the pod may read the Secret as well.',
    dropWhen: 'The server and the exporter read passwords from files.',
  },
  {
    id: 'CKV_K8S_9',
    resource: 'StatefulSet/login/valkey',
    why: 'The pod is ready when its server is: a sentinel that only cannot be asked must not take a good server out of service. It has start and liveness probes.',
    dropWhen: 'Sentinels run in pods of their own.',
  },
];
