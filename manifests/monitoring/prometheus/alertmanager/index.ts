/** From alerts to people. */
import type { Component, ComponentIntents } from '../../../../lib/components';
import { prometheusSettings } from '../../../../lib/model';
import { namespaces } from '../../../../lib/names';
import { yaml } from '../../../../lib/output/yaml';
import type { Context, Factory } from '../../../context';
import { parts, peer, ports } from '../parts';
import { ui } from '../../ui';
import { alertmanager } from './alertmanager';
import { alertmanagerConfig, kindOf, secretName } from './config';
import { alertmanagerRules } from './rules';

export const alertmanagerComponent: Factory = (context: Context): Component => ({
  name: 'alertmanager',
  summary: 'Alertmanager with three replicas: pages, tickets and the heartbeat.',
  namespace: namespaces.observability,
  needs: ['metrics-operator', 'secrets', 'storage', 'priority-classes'],
  after: ['node-autoscaling'],
  provides: ['alerting'],
  content: { kind: 'manifests', build: (chart) => alertmanager(chart, context) },
  intents: intents(context),
});

const from = peer(parts.alertmanager);

const intents = (context: Context): ComponentIntents => {
  const { alerts } = prometheusSettings(context.platform);
  const stored = (receiver: keyof typeof alerts) => ({ from: 'store', id: `alerts-${receiver}`, property: kindOf(alerts[receiver]).property }) as const;
  const known = [...new Set([alerts.critical, alerts.warning].flatMap((receiver) => kindOf(receiver).hosts))].sort();
  return {
    secrets: [
      {
        namespace: namespaces.observability,
        name: secretName,
        keys: {
          'alertmanager.yaml': { from: 'literal', value: yaml(alertmanagerConfig(context.platform)) },
          critical: stored('critical'),
          warning: stored('warning'),
          heartbeat: { from: 'store', id: 'alerts-heartbeat', property: 'url' },
        },
      },
    ],
    flows: [
      { from, to: from, ports: [{ port: ports.gossip }, { port: ports.gossip, protocol: 'UDP' }], why: 'the replicas agree on what was sent' },
      // Heartbeat and webhooks: their addresses are secrets.
      { from, to: { outside: 'internet' }, ports: [{ port: 443 }], why: 'heartbeat and receivers of alerts' },
    ],
    egressHosts: known.length > 0 ? [{ from, hosts: known, why: 'receivers of alerts' }] : [],
    endpoints: [ui(context, 'alertmanager', 'Alertmanager', parts.alertmanager, { service: ports.alertmanager, target: ports.alertmanager })],
    scrapes: [
      {
        name: 'alertmanager',
        namespace: namespaces.observability,
        kind: 'pods',
        selector: parts.alertmanager.pods,
        port: 'web',
        targetPort: ports.alertmanager,
      },
    ],
    rules: alertmanagerRules,
  };
};
