/** What trivy reports beyond that about objects of options that the platform in the root does not use, and we accept. */
import type { Waiver } from '../waiver';
import { aRoleForEach, fluxPlatform, makesEverything } from './flux';
import {
  anyUser,
  collectorWithoutJournal,
  filebeat,
  imageSaysWho,
  logstash,
  noCpuLimit,
  nodeLogs,
  optionPods,
  optionWorkloads,
  ownersImage,
  ownList,
  registries,
  sharesIdle,
  userSetting,
} from './pods';
import { agentIds, bottlerocket, found, learns, onlyWords, scrapes } from './trivy';

/** User, then group. */
const lowIds = ['KSV-0020', 'KSV-0021'];

export const trivyOptions: readonly Waiver[] = [
  { id: 'KSV-0011', resource: optionPods, why: noCpuLimit, dropWhen: sharesIdle },
  { id: 'KSV-0125', resource: optionPods, why: registries, dropWhen: ownList },
  ...lowIds.map((id): Waiver => ({ id, resource: optionWorkloads, why: imageSaysWho, dropWhen: userSetting })),
  ...lowIds.map((id): Waiver => ({ id, resource: logstash, why: ownersImage, dropWhen: anyUser })),
  ...agentIds.map((id): Waiver => ({ id, resource: filebeat, why: nodeLogs, dropWhen: collectorWithoutJournal })),
  { id: 'KSV-0025', resource: filebeat, why: bottlerocket, dropWhen: collectorWithoutJournal },
  { id: 'KSV-0036', resource: 'PrometheusAgent/observability/platform', why: scrapes, dropWhen: found },
  {
    id: 'KSV-01010',
    resource: ['ConfigMap/elastic/kubernetes-events', 'ConfigMap/elastic/logstash', 'ConfigMap/nginx-ingress/nginx', 'ConfigMap/observability-agents/filebeat'],
    why: onlyWords,
    dropWhen: learns,
  },
  { id: 'KSV-0109', resource: ['ConfigMap/elastic/logstash', 'ConfigMap/nginx-ingress/nginx'], why: onlyWords, dropWhen: learns },
  ...['KSV-0044', 'KSV-0046'].map((id): Waiver => ({ id, resource: fluxPlatform, why: makesEverything, dropWhen: aRoleForEach })),
  {
    id: 'KSV-0113',
    resource: ['Role/flux-system/source-controller', 'Role/flux-system/notification-controller'],
    why: 'They read the keys of repositories and the addresses of receivers that objects beside them name, in the namespace of Flux only, and change none.',
    dropWhen: 'Kubernetes lets a role name Secrets by a label.',
  },
  {
    id: 'KSV-0113',
    resource: ['Role/flux-system/kustomize-controller', 'Role/flux-system/helm-controller'],
    why: 'They start only if they may watch the Secrets beside them, which Kustomizations and releases may name, and change none. Both act as the account of the platform, which may read all: the right adds nothing.',
    dropWhen: 'No controller acts as an account that may read Secrets.',
  },
  ...['KSV-0048', 'KSV-0056'].map((id): Waiver => ({
    id,
    resource: 'Role/*/flux',
    why: 'What delivers a workload writes its Deployment and its Service: the role is for its own namespace only, and the platform owns its policies, its quota and its routes.',
    dropWhen: 'A workload consists of neither.',
  })),
];
