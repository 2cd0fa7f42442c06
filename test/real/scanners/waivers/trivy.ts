/** What trivy reports about the YAML in dist/ and we accept. */
import type { Waiver } from '../waiver';
import { agent, allPods, collectorWithoutJournal, imageSaysWho, noCpuLimit, nodeLogs, workloads } from './pods';

const agentIds = ['KSV-0012', 'KSV-0020', 'KSV-0021', 'KSV-0022', 'KSV-0023', 'KSV-0105', 'KSV-0106', 'KSV-0116', 'KSV-0121'];
const onlyWords = 'The check takes the name of a setting for a secret; values are looked at by gitleaks, and passwords come from the secret store.';
const learns = 'The check looks at values.';

export const trivyWaivers: readonly Waiver[] = [
  { id: 'KSV-0011', resource: allPods, why: noCpuLimit, dropWhen: 'The kernel shares idle CPU with limited pods.' },
  {
    id: 'KSV-0125',
    resource: allPods,
    why: "The list of trusted registries is an example of the check's own. Images come from the registries of their projects, which manifests/versions.ts names, and from those that platform.yaml names for workloads.",
    dropWhen: 'The check takes a list, or all images come through a mirror.',
  },
  { id: 'KSV-0020', resource: workloads, why: imageSaysWho, dropWhen: 'A setting of platform.yaml says as whom a workload runs.' },
  { id: 'KSV-0021', resource: workloads, why: imageSaysWho, dropWhen: 'A setting of platform.yaml says as whom a workload runs.' },
  ...agentIds.map((id): Waiver => ({ id, resource: agent, why: nodeLogs, dropWhen: collectorWithoutJournal })),
  {
    id: 'KSV-0025',
    resource: agent,
    why: "Bottlerocket lets only this SELinux type run the node's journalctl; the level is that of all pods. Its nodes are the only ones with SELinux, so that AKS has none of it.",
    dropWhen: collectorWithoutJournal,
  },
  {
    id: 'KSV-0036',
    resource: 'Prometheus/observability/platform',
    why: 'Prometheus finds what it scrapes by asking the API server; its role reads services, endpoints, pods and the metrics of nodes, nothing else.',
    dropWhen: 'Nothing is found by the API server.',
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
