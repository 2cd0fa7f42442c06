/** PostgreSQL as a service of the cluster: CloudNativePG, and the plugin that writes its backups to the object store. */
import { PodDisruptionBudget } from '../../../imports/k8s';
import type { ComponentIntents } from '../../../lib/components';
import { deploymentDown } from '../../../lib/constructs/kube-state';
import { postgresOperator } from '../../../lib/constructs/postgres-intents';
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { operatorLabels, operatorValues, pluginValues } from './values';

const namespace = namespaces.postgres;
const plugin = { namespace, pods: { 'app.kubernetes.io/name': 'plugin-barman-cloud' } } as const;

const operator: Factory = (context) => ({
  name: 'postgres-operator',
  summary: 'CloudNativePG: runs, heals and upgrades PostgreSQL clusters',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes'],
  provides: ['postgres'],
  content: { kind: 'helm', chart: { ...context.versions.charts.cloudnativePg }, releaseName: 'cloudnative-pg', values: () => operatorValues(context) },
  intents: {
    namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '4', memory: '8Gi' } }],
    flows: [
      {
        from: { outside: 'api-server' },
        to: postgresOperator,
        ports: [{ port: 9443 }],
        why: 'webhooks of Cluster, Backup, ScheduledBackup, Pooler and Database',
      },
      { from: postgresOperator, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes API' },
    ],
    scrapes: [{ name: 'cloudnative-pg', namespace, kind: 'pods', selector: operatorLabels, port: 'metrics', targetPort: 8080 }],
    rules: operatorRules,
  },
});

/** The chart has no budget of its own. */
const budget: Factory = () => ({
  name: 'postgres-operator-budget',
  summary: 'Keeps one replica of CloudNativePG up while nodes are drained',
  namespace,
  needs: ['postgres'],
  provides: [],
  content: {
    kind: 'manifests',
    build: (chart) => {
      new PodDisruptionBudget(chart, 'budget', {
        metadata: { name: 'cloudnative-pg', namespace },
        spec: { maxUnavailable: 1, selector: { matchLabels: operatorLabels } },
      });
    },
  },
});

const definitions: Factory = (context) => ({
  name: 'crds-barman-cloud',
  summary: 'Custom resource definition of the Barman Cloud plugin',
  namespace: namespaces.system,
  needs: [],
  provides: ['crds'],
  keep: true,
  content: { kind: 'git', sources: [{ ...context.versions.git.barmanCloudCrds }] },
});

const backup: Factory = (context) => ({
  name: 'postgres-backup',
  summary: 'Barman Cloud plugin: base backups and WAL of PostgreSQL to the object store',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'postgres', 'certificate-controller'],
  provides: ['postgres-backup'],
  content: { kind: 'helm', chart: { ...context.versions.charts.barmanCloudPlugin }, releaseName: 'barman-cloud', values: () => pluginValues(context) },
  intents: {
    flows: [
      { from: postgresOperator, to: plugin, ports: [{ port: 9090 }], why: 'the operator asks the plugin how to change pods of a cluster' },
      { from: plugin, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes API' },
    ],
    rules: [
      {
        group: 'postgres-backup',
        alerts: [
          {
            alert: 'PostgresBackupPluginDown',
            expr: deploymentDown(namespace, 'barman-cloud'),
            for: '15m',
            severity: 'critical',
            summary: 'The backup plugin of PostgreSQL does not run',
            description:
              'Running clusters keep archiving, but none can be changed or restored: the operator waits for the plugin. Its certificates (barman-cloud-server-tls, barman-cloud-client-tls) come from cert-manager.',
          },
        ],
      },
    ],
  },
});

const operatorRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'postgres-operator',
    alerts: [
      {
        alert: 'PostgresOperatorDown',
        expr: deploymentDown(namespace, 'cloudnative-pg'),
        for: '10m',
        severity: 'critical',
        summary: 'CloudNativePG does not run',
        description:
          'Databases keep serving; nothing fails over any more and no Cluster can be changed (its webhooks refuse). kubectl -n cnpg-system get pods.',
      },
      {
        alert: 'PostgresOperatorFailing',
        expr: `sum by (controller) (rate(controller_runtime_reconcile_errors_total{namespace="${namespace}"}[15m])) > 0.1`,
        for: '30m',
        severity: 'warning',
        summary: 'Controller {{ $labels.controller }} of CloudNativePG keeps failing',
        description: 'Its log names the object. Often a Cluster that asks for something that the API refuses.',
      },
    ],
  },
];

export const postgres: readonly Factory[] = [definitions, operator, budget, backup];
