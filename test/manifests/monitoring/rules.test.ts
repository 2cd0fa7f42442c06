import type { Intents } from '../../../lib/components';
import { option } from '../../../manifests/monitoring/prometheus';
import { monitoring } from './rendered';

const components = monitoring('aws-euc1').components.filter(({ component }) => component.name !== 'others');
const rules: readonly Readonly<Intents['rules']>[] = components.flatMap(({ component }) => component.intents?.rules ?? []);
const alerts = rules.flatMap(({ alerts: of }) => of ?? []);

describe('alerts of the option', () => {
  it('have names of their own', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s says in one line what is wrong, and then what to do',
    (_, { summary, description, severity }) => {
      expect(summary).not.toMatch(/\n|\.$/);
      expect(description.length).toBeGreaterThan(60);
      expect(['critical', 'warning', 'none']).toContain(severity);
    },
  );

  it.each(alerts.map((alert) => [alert.alert, alert.expr] as const))('%s never divides by what may be zero', (_, expr) => {
    const quotients = [...expr.matchAll(/\/ (\(?)sum by/g)];
    for (const [, guarded] of quotients) expect(guarded).toBe('(');
  });

  it("have a dead man's switch that people never see", () => {
    expect(alerts.find(({ alert }) => alert === 'Watchdog')).toMatchObject({ expr: 'vector(1)', severity: 'none' });
  });
});

describe('the option', () => {
  it('states both of its namespaces, the one for agents apart', () => {
    const stated = components.flatMap(({ component }) => component.intents?.namespaces ?? []);
    expect(stated.map(({ name, podSecurity, mesh }) => [name, podSecurity, mesh ?? false])).toEqual([
      ['observability', 'restricted', false],
      ['observability-agents', 'privileged', false],
    ]);
  });

  it('runs one operator of the chart and nothing else of it', () => {
    const values = components.find(({ component }) => component.name === 'metrics-operator')?.built.values ?? '';
    expect(values).toContain('crds:\n  enabled: false');
    for (const part of ['prometheus', 'alertmanager', 'grafana', 'kubeEtcd', 'kubeProxy', 'kubelet']) expect(values).toContain(`\n${part}:\n  enabled: false`);
    expect(values).toContain('namespaceOverride: observability-agents');
  });

  it('is seven components', () => {
    expect(option.components).toHaveLength(7);
  });
});

describe('metrics of Thanos', () => {
  /** As Thanos 0.42 writes them: what is named otherwise never fires and shows nothing. */
  const known = [
    'thanos_bucket_store_series_gate_queries_duration_seconds_bucket',
    'thanos_compact_group_compactions_failures_total',
    'thanos_compact_halted',
    'thanos_objstore_bucket_last_successful_upload_time',
    'thanos_objstore_bucket_operation_failures_total',
    'thanos_objstore_bucket_operations_total',
    'thanos_query_concurrent_gate_queries_in_flight',
    'thanos_query_concurrent_gate_queries_max',
    'thanos_query_endpoints_dns_failures_total',
    'thanos_query_endpoints_dns_provider_results',
    'thanos_sidecar_prometheus_up',
  ];

  it('that alerts and dashboards ask for are those that it has', () => {
    const dashboards = components.flatMap(({ component }) => component.intents?.dashboards ?? []);
    const asked = new Set(JSON.stringify([alerts, dashboards]).match(/\bthanos_\w+/g));
    expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
    expect(asked).toContain('thanos_query_endpoints_dns_provider_results');
    expect(asked).toContain('thanos_bucket_store_series_gate_queries_duration_seconds_bucket');
  });
});
