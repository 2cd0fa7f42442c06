/** The web page on which people look at all of this. */
import type { Component, ComponentIntents } from '../../../lib/components';
import { namespaces, ssoClient } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { peer, sharedParts as parts, sharedPorts as ports } from '../parts';
import { ui } from '../ui';
import type { GrafanaOption } from './option';
import { encryptionSecret, loginSecret, values } from './values';

export { grafanaDatabase } from './database';

export const grafana =
  (option: GrafanaOption): Factory =>
  (context: Context): Component => ({
    name: 'grafana',
    summary: 'Grafana with two replicas, single sign-on and the dashboards of every component.',
    namespace: namespaces.observability,
    needs: ['dashboard-database', 'dashboards', 'secrets', 'priority-classes', ...option.needs],
    after: ['node-autoscaling'],
    provides: [],
    content: { kind: 'helm', chart: context.versions.charts.grafana, values: (wiring) => values(context, wiring, option) },
    intents: intents(context, option),
  });

const from = peer(parts.grafana);

const intents = (context: Context, option: GrafanaOption): ComponentIntents => {
  const { platform, names } = context;
  const { flows = [], egressHosts = [] } = option.ways(context);
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
    flows,
    egressHosts: [{ from, hosts: [names.identityHost()], why: 'tokens of people who log in' }, ...egressHosts],
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
            description: `${option.whenDown} Look at its pods first, then at its database (grafana-db): without it Grafana does not start.`,
          },
        ],
      },
    ],
  };
};
