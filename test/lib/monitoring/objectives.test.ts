import type { Intents } from '../../../lib/components';
import { objectiveRules } from '../../../lib/monitoring/objectives';

const endpoint = (id: string, service: string): Intents['endpoints'] => ({
  id,
  title: id,
  host: `${id}.example`,
  service: { namespace: 'a', name: service, port: 80, pods: {}, targetPort: 8080 },
  access: { kind: 'public' },
});
const host = (id: string, kind: 'admin' | 'identity' | 'workload') => ({ id, host: `${id}.example`, clusters: [], kind, access: { kind: 'public' } }) as const;
const rules = objectiveRules([endpoint('console', 'console'), endpoint('id', 'idp'), endpoint('id-admin', 'idp'), endpoint('grafana', 'grafana')], 99.95, [
  host('console', 'workload'),
  host('id', 'identity'),
  host('id-admin', 'admin'),
  host('grafana', 'admin'),
]);
const group = (name: string) => rules.find((each) => each.group === name);
const alert = (name: string) => group('objectives')?.alerts?.find((each) => each.alert === name);

describe('service level objectives', () => {
  it('are declared for each service, with the host and audience of the most public endpoint', () => {
    expect(group('objectives-declared')?.recordings).toEqual([
      {
        record: 'slo:endpoint_objective:ratio',
        expr: 'vector(0.9995)',
        labels: { namespace: 'a', service: 'console', host: 'console.example', audience: 'workload' },
      },
      {
        record: 'slo:endpoint_objective:ratio',
        expr: 'vector(0.9995)',
        labels: { namespace: 'a', service: 'grafana', host: 'grafana.example', audience: 'admin' },
      },
      {
        record: 'slo:endpoint_objective:ratio',
        expr: 'vector(0.9995)',
        labels: { namespace: 'a', service: 'idp', host: 'id-admin.example, id.example', audience: 'identity' },
      },
    ]);
  });

  it('have a ratio only where there are requests, and count a service that never failed as zero', () => {
    for (const { expr } of [...(group('objectives-hours')?.recordings ?? []), ...(group('objectives-days')?.recordings ?? [])]) {
      expect(expr).toMatch(/ or 0 \* /);
      expect(expr).toMatch(/ > 0\)$/);
    }
  });

  it('page by a long and a short window together, for what users see', () => {
    const expr = alert('EndpointBudgetBurning')?.expr ?? '';
    for (const [rate, long, short] of [
      ['14.4', '1h', '5m'],
      ['6', '6h', '30m'],
    ])
      expect(expr).toContain(
        `slo:endpoint_error_ratio:${long} > on (namespace, service) group_left (host, audience) (${rate} * (1 - slo:endpoint_objective:ratio{audience!="admin"})) and on (namespace, service) slo:endpoint_error_ratio:${short} > `,
      );
    expect(alert('EndpointBudgetBurning')?.severity).toBe('critical');
  });

  it('let no single error of a quiet service wake anybody', () => {
    expect(alert('EndpointBudgetBurning')?.expr).toContain('30 * sum by (namespace, service) (sum_over_time(endpoint:errors:rate5m[1h])) > 10');
  });

  it('leave slow leaks of every endpoint to working hours', () => {
    expect(alert('EndpointBudgetLeaking')).toMatchObject({ severity: 'warning', expr: expect.stringContaining('slo:endpoint_error_ratio:3d') as unknown });
  });
});
