/** The web page on which people look at all of this. */
import type { Component, ComponentIntents } from '../../../../lib/components';
import { namespaces, ssoClient } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { parts, peer, ports } from '../parts';
import { ui } from '../ui';
import { encryptionSecret, loginSecret, values } from './values';

export { grafanaDatabase } from './database';

export const grafana: Factory = (context: Context): Component => ({
  name: 'grafana',
  summary: 'Grafana with two replicas, single sign-on and the dashboards of every component.',
  namespace: namespaces.observability,
  needs: ['dashboard-database', 'dashboards', 'secrets', 'priority-classes', 'metrics-query', 'alerting'],
  after: ['node-autoscaling'],
  provides: [],
  content: { kind: 'helm', chart: context.versions.charts.grafana, values: (wiring) => values(context, wiring) },
  intents: intents(context),
});

const from = peer(parts.grafana);

const intents = (context: Context): ComponentIntents => {
  const { platform, names } = context;
  // One client for the Grafana of every cluster: the identity provider runs in one of them, or in none.
  const { id: clientId, ...client } = ssoClient(platform, 'grafana');
  return {
    secrets: [
      {
        namespace: namespaces.observability,
        name: loginSecret,
        keys: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { from: 'store', id: 'grafana', property: 'client-secret' } },
      },
      { namespace: namespaces.observability, name: encryptionSecret, keys: { GF_SECURITY_SECRET_KEY: { from: 'generated', length: 48 } } },
    ],
    oidcClients: [{ clientId, ...client }],
    endpoints: [{ ...ui(context, 'grafana', 'Grafana', parts.grafana, { service: 80, target: ports.grafana }), login: 'self' }],
    flows: [
      { from, to: peer(parts.queryFrontend), ports: [{ port: ports.thanosHttp }], why: 'metrics for dashboards' },
      { from, to: peer(parts.alertmanager), ports: [{ port: ports.alertmanager }], why: 'alerts and silences' },
    ],
    egressHosts: [{ from, hosts: [names.identityHost()], why: 'tokens of people who log in' }],
    scrapes: [{ name: 'grafana', namespace: namespaces.observability, kind: 'pods', selector: parts.grafana.pods, port: 'grafana', targetPort: ports.grafana }],
    rules: [
      {
        group: 'grafana',
        alerts: [
          {
            alert: 'GrafanaDown',
            expr: 'absent(up{job="grafana"} == 1)',
            for: '10m',
            severity: 'warning',
            summary: 'No Grafana answers in this cluster',
            description:
              "The other cluster's Grafana shows the same metrics. Look at its pods first, then at its database (grafana-db): without it Grafana does not start.",
          },
        ],
      },
    ],
  };
};
