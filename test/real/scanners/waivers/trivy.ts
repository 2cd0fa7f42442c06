/** What trivy reports about the YAML in dist/ and we accept. */
import type { Waiver } from '../waiver';
import { agent, allPods, collectorWithoutJournal, imageSaysWho, noCpuLimit, nodeLogs, ownList, registries, sharesIdle, userSetting, workloads } from './pods';

/** Of an agent that reads the logs of its node. */
export const agentIds = ['KSV-0012', 'KSV-0020', 'KSV-0021', 'KSV-0022', 'KSV-0023', 'KSV-0105', 'KSV-0106', 'KSV-0116', 'KSV-0121'];
export const onlyWords = 'The check takes the name of a setting for a secret; values are looked at by gitleaks, and passwords come from the secret store.';
export const learns = 'The check looks at values.';
export const bottlerocket =
  "Bottlerocket lets only this SELinux type run the node's journalctl; the level is that of all pods. Its nodes are the only ones with SELinux, so that AKS has none of it.";
export const scrapes =
  'Prometheus finds what it scrapes by asking the API server; its role reads services, endpoints, pods and the metrics of nodes, nothing else.';
export const found = 'Nothing is found by the API server.';

export const trivyWaivers: readonly Waiver[] = [
  { id: 'KSV-0011', resource: allPods, why: noCpuLimit, dropWhen: sharesIdle },
  { id: 'KSV-0125', resource: allPods, why: registries, dropWhen: ownList },
  { id: 'KSV-0020', resource: workloads, why: imageSaysWho, dropWhen: userSetting },
  { id: 'KSV-0021', resource: workloads, why: imageSaysWho, dropWhen: userSetting },
  ...agentIds.map((id): Waiver => ({ id, resource: agent, why: nodeLogs, dropWhen: collectorWithoutJournal })),
  {
    id: 'KSV-0025',
    resource: agent,
    why: bottlerocket,
    dropWhen: collectorWithoutJournal,
  },
  {
    id: 'KSV-0036',
    resource: 'Prometheus/observability/platform',
    why: scrapes,
    dropWhen: found,
  },
  {
    id: 'KSV-01010',
    resource: [
      'ConfigMap/argocd/argocd-cm',
      'ConfigMap/keycloak/keycloak-realm-*',
      'ConfigMap/login/oauth2-proxy',
      'ConfigMap/login/valkey',
      'ConfigMap/observability-agents/otel-agent',
      'ConfigMap/observability/otel-gateway',
      'ConfigMap/observability/dashboards-databases',
      'ConfigMap/observability/dashboards-security',
    ],
    why: onlyWords,
    dropWhen: learns,
  },
  {
    id: 'KSV-0109',
    resource: ['ConfigMap/argocd/argocd-cmd-params-cm', 'ConfigMap/login/oauth2-proxy', 'ConfigMap/observability/dashboards-platform'],
    why: onlyWords,
    dropWhen: learns,
  },
];
