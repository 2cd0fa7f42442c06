import { parse } from 'yaml';
import { readInput, synthesizeAll } from '../../../bin/pipeline';
import { platformOf } from '../foundation/rendered';
import { monitoring } from './rendered';

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}
interface Config {
  readonly route: Route;
  readonly receivers: readonly ({ readonly name: string } & Record<string, unknown>)[];
  readonly time_intervals?: readonly { readonly name: string }[];
  readonly inhibit_rules: readonly { readonly target_matchers: readonly string[]; readonly source_matchers: readonly string[] }[];
}
const secretOf = (edit?: (yaml: string) => string) => {
  const { intents } = monitoring('aws-euc1', {}, platformOf(edit)).component('alertmanager').component;
  const secret = intents?.secrets?.[0];
  if (!secret) throw new Error('no secret');
  return secret;
};
const configOf = (edit?: (yaml: string) => string): Config => {
  const value = secretOf(edit).keys['alertmanager.yaml'];
  return parse(value?.from === 'literal' ? value.value : '') as Config; // written by the option under test
};
const allRoutes = (route: Route): readonly Route[] => [route, ...(route.routes ?? []).flatMap(allRoutes)];

describe('Alertmanager', () => {
  it('runs three times in one cluster and refuses peers of another', () => {
    expect(monitoring('az-weu').object('alertmanager', 'Alertmanager', 'platform')['spec']).toMatchObject({
      replicas: 3,
      clusterLabel: 'az-weu',
      configSecret: 'alertmanager-routing',
      secrets: ['alertmanager-routing'],
    });
  });

  it('lets its replicas gossip by TCP and UDP', () => {
    expect(monitoring('aws-euc1').component('alertmanager').component.intents?.flows).toContainEqual(
      expect.objectContaining({ ports: [{ port: 9094 }, { port: 9094, protocol: 'UDP' }] }),
    );
  });

  it('reads keys and addresses of receivers from files that the secret store fills, and knows none of them', () => {
    const config = configOf();
    expect(config.receivers).toEqual([
      {
        name: 'critical',
        pagerduty_configs: [{ routing_key_file: '/etc/alertmanager/secrets/alertmanager-routing/critical', severity: 'critical', send_resolved: true }],
      },
      {
        name: 'warning',
        slack_configs: [{ api_url_file: '/etc/alertmanager/secrets/alertmanager-routing/warning', channel: '#data-platform-alerts', send_resolved: true }],
      },
      { name: 'heartbeat', webhook_configs: [{ url_file: '/etc/alertmanager/secrets/alertmanager-routing/heartbeat', send_resolved: false, max_alerts: 1 }] },
      { name: 'nobody' },
    ]);
    expect(secretOf().keys).toMatchObject({
      critical: { from: 'store', id: 'alerts-critical', property: 'routing-key' },
      warning: { from: 'store', id: 'alerts-warning', property: 'url' },
      heartbeat: { from: 'store', id: 'alerts-heartbeat', property: 'url' },
    });
  });

  it('routes to receivers that exist, by matchers', () => {
    const config = configOf();
    const known = config.receivers.map(({ name }) => name);
    for (const route of allRoutes(config.route)) {
      expect(known).toContain(route.receiver);
      expect(route).not.toHaveProperty('match');
    }
  });

  it('sends the watchdog to the heartbeat first of all', () => {
    expect(configOf().route.routes?.[0]).toMatchObject({ receiver: 'heartbeat', matchers: ['alertname="Watchdog"'], group_interval: '1m' });
    const watchdog = JSON.stringify(monitoring('aws-euc1').object('prometheus', 'PrometheusRule', 'watchdog')['spec']);
    expect(watchdog).toContain('"expr":"vector(1)"');
  });

  it('rings phones for warnings on working days only', () => {
    const ringing = configOf((text) => text.replace('warning: { type: slack, channel: "#data-platform-alerts" }', 'warning: { type: pagerduty }'));
    const warning = (config: Config) => config.route.routes?.find(({ receiver }) => receiver === 'warning');
    expect(warning(ringing)?.active_time_intervals).toEqual(['working-days']);
    expect(ringing.time_intervals?.map(({ name }) => name)).toEqual(['working-days']);
    expect(warning(configOf())).not.toHaveProperty('active_time_intervals');
  });

  it('silences only alerts that exist, and only by alerts that exist', () => {
    const rules = synthesizeAll(readInput('platform.yaml')).clusters.flatMap(({ components }) =>
      components.flatMap(({ built }) => built.objects.map(({ object }) => object).filter(({ kind }) => kind === 'PrometheusRule')),
    );
    const alerts = new Set([...JSON.stringify(rules).matchAll(/"alert":"(\w+)"/g)].map(([, name]) => name));
    const named = configOf()
      .inhibit_rules.flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
      .filter((matcher) => matcher.startsWith('alertname'))
      .flatMap((matcher) => (/"(.*)"/.exec(matcher)?.[1] ?? '').split('|'));
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect([...alerts]).toContain(name);
  });

  it('lets the alert of a component silence the general one of the same namespace, so that nobody is paged twice', () => {
    expect(configOf().inhibit_rules).toContainEqual({
      source_matchers: ['severity="critical"', 'scope!="general"'],
      target_matchers: ['scope="general"', 'severity="warning"'],
      equal: ['cluster', 'namespace'],
    });
    const controllers = monitoring('aws-euc1').object('prometheus', 'PrometheusRule', 'controllers')['spec'];
    expect(controllers).toMatchObject({
      groups: [
        {
          rules: expect.arrayContaining([
            expect.objectContaining({ alert: 'DeploymentUnavailable', labels: { scope: 'general', severity: 'critical' } }),
          ]) as unknown,
        },
      ],
    });
  });

  it('needs no braces in its routing file, which the secret store would take for a template', () => {
    const value = secretOf().keys['alertmanager.yaml'];
    expect(value?.from === 'literal' && value.value).not.toContain('{{');
  });
});
