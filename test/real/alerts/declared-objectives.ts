/** What each endpoint of a cluster promises, from what platform.yaml says: who uses it, by which hosts. */
import type { Cluster, Platform } from '../../../lib/model';
import type { UnitFile } from './unit-files';

interface Endpoint {
  readonly namespace: string;
  readonly service: string;
  readonly audience: 'admin' | 'identity' | 'workload';
  readonly host: string;
}

export function declaredObjectives(platform: Platform, cluster: Cluster): UnitFile {
  const samples = endpoints(platform, cluster).map((labels) => ({
    labels: `slo:endpoint_objective:ratio{${Object.entries(labels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ')}}`,
    value: 0.999,
  }));
  return {
    rule_files: ['prometheusrule-objectives-declared.yaml'],
    tests: [{ promql_expr_test: [{ expr: 'slo:endpoint_objective:ratio', eval_time: '1m', exp_samples: samples }] }],
  };
}

function endpoints({ domain, cloud, security, delivery, logging, workloads }: Platform, { name }: Cluster): readonly Endpoint[] {
  const ui = (namespace: string, service: string, app = service): Endpoint => ({ namespace, service, audience: 'admin', host: `${app}-${name}.${domain}` });
  const identity: Endpoint = { namespace: 'keycloak', service: 'keycloak-service', audience: 'identity', host: `id-admin.${domain}, id.${domain}` };
  const active = security.use === 'istio-keycloak' ? (security.activeCluster ?? cloud.clusters[0].name) : undefined;
  return [
    ...(delivery.use === 'argocd' ? [ui('argocd', 'argocd-server', 'argocd')] : []),
    ...(active === name ? [identity] : []),
    ...(logging.use === 'elk' ? [ui('elastic', 'kibana-kb-http', 'kibana')] : []),
    ...['alertmanager', 'grafana', 'prometheus'].map((app) => ui('observability', app)),
    ...workloads
      .filter(({ clusters }) => clusters?.includes(name) ?? true)
      .map(({ name: workload, host }): Endpoint => ({ namespace: workload, service: workload, audience: 'workload', host })),
  ];
}
