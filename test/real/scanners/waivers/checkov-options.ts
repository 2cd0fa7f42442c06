/** What checkov reports beyond that about objects of options that the platform in the root does not use, and we accept. */
import type { Waiver } from '../waiver';
import {
  anyUser,
  collectorWithoutJournal,
  digests,
  filebeat,
  imageSaysWho,
  logstash,
  noCpuLimit,
  noDigest,
  nodeLogs,
  optionPods,
  optionWorkloads,
  ownersImage,
  pulledOnce,
  sharedNodes,
  sharesIdle,
  userSetting,
} from './pods';
import { aRoleForEach, fluxController, fluxPlatform, makesEverything } from './flux';

export const checkovOptions: readonly Waiver[] = [
  { id: 'CKV_K8S_11', resource: optionPods, why: noCpuLimit, dropWhen: sharesIdle },
  { id: 'CKV_K8S_15', resource: optionPods, why: pulledOnce, dropWhen: sharedNodes },
  { id: 'CKV_K8S_43', resource: optionPods, why: noDigest, dropWhen: digests },
  { id: 'CKV_K8S_40', resource: optionWorkloads, why: imageSaysWho, dropWhen: userSetting },
  { id: 'CKV_K8S_40', resource: logstash, why: ownersImage, dropWhen: anyUser },
  ...['CKV_K8S_23', 'CKV_K8S_25', 'CKV_K8S_40'].map((id): Waiver => ({ id, resource: filebeat, why: nodeLogs, dropWhen: collectorWithoutJournal })),
  {
    id: 'CKV_K8S_38',
    resource: filebeat,
    why: 'It asks the API server which pod and namespace a log line is from; its role reads pods and nothing else.',
    dropWhen: 'Log lines carry their origin without the API server.',
  },
  {
    id: 'CKV_K8S_38',
    resource: 'Deployment/elastic/kubernetes-events',
    why: 'It keeps the events of Kubernetes as log lines, and the API server alone has them; its role reads events and nothing else.',
    dropWhen: 'Events reach the log without the API server.',
  },
  {
    id: 'CKV_K8S_38',
    resource: fluxController,
    why: 'Delivering is writing to the API server. Each has a role in the namespace of Flux only; what reaches the cluster is decided by the account that a Kustomization or release names.',
    dropWhen: 'Something outside of the cluster delivers.',
  },
  {
    id: 'CKV_K8S_35',
    resource: 'Deployment/elastic/elasticsearch-exporter',
    why: 'The exporter takes the password of the store from its environment only, and starts no other program. Who may read the environment of the pod may read the Secret as well.',
    dropWhen: 'The exporter reads the password from a file.',
  },
  {
    id: 'CKV_K8S_35',
    resource: logstash,
    why: 'Pipelines name variables of the environment, or entries of a keystore that Logstash would have to make at each start, of a password in the environment. Its user may only add lines. Who may read the environment of the pod may read the Secret as well.',
    dropWhen: 'Pipelines read passwords from files.',
  },
  ...['49', '155', '156', '157', '158'].map((number): Waiver => ({
    id: `CKV_K8S_${number}`,
    resource: fluxPlatform,
    why: makesEverything,
    dropWhen: aRoleForEach,
  })),
];
