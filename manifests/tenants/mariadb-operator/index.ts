/** MariaDB as a service of the cluster: its operator, where a database of some tenant needs it. */
import type { ComponentIntents } from '../../../lib/components';
import { deploymentDown } from '../../../lib/constructs/kube-state';
import { engineIn } from '../../../lib/model';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { mariadbOperator as pods, mariadbWebhook, operatorLabels, operatorValues } from './values';

const namespace = namespaces.mariadb;
const isNeeded = ({ platform, cluster }: Context): boolean => engineIn(platform, 'mariadb', cluster.name);

const definitions: Factory = (context) =>
  isNeeded(context)
    ? {
        name: 'crds-mariadb-operator',
        summary: 'Custom resource definitions of mariadb-operator',
        namespace: namespaces.system,
        needs: [],
        provides: ['crds'],
        keep: true,
        content: { kind: 'git', sources: [{ ...context.versions.git.mariadbOperatorCrds }] },
      }
    : undefined;

const operator: Factory = (context) =>
  isNeeded(context)
    ? {
        name: 'mariadb-operator',
        summary: 'mariadb-operator: runs, heals and backs up MariaDB servers',
        namespace,
        needs: ['crds', 'namespaces', 'priority-classes', 'certificate-controller'],
        provides: ['mariadb'],
        content: {
          kind: 'helm',
          chart: { ...context.versions.charts.mariadbOperator },
          releaseName: 'mariadb-operator',
          values: () => operatorValues(context),
        },
        intents: {
          namespaces: [{ name: namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '4', memory: '8Gi' } }],
          flows: [
            { from: { outside: 'api-server' }, to: mariadbWebhook, ports: [{ port: 9443 }], why: 'webhooks of every kind of the operator' },
            { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes API' },
            { from: mariadbWebhook, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes API' },
            {
              from: pods,
              to: { outside: 'tenants' },
              ports: [{ port: 3306 }, { port: 5555 }],
              why: 'databases of tenants: users and grants, state of the instances, failover',
            },
          ],
          scrapes: [{ name: 'mariadb-operator', namespace, kind: 'pods', selector: operatorLabels, port: 'metrics', targetPort: 8080 }],
          rules,
        },
      }
    : undefined;

const rules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'mariadb-operator',
    alerts: [
      {
        alert: 'MariadbOperatorDown',
        expr: deploymentDown(namespace, 'mariadb-operator'),
        for: '10m',
        severity: 'critical',
        summary: 'mariadb-operator does not run',
        description: `MariaDB servers keep serving; nothing fails over any more and no backup starts. kubectl -n ${namespace} get pods.`,
      },
      {
        alert: 'MariadbWebhookDown',
        expr: deploymentDown(namespace, 'mariadb-operator-webhook'),
        for: '15m',
        severity: 'warning',
        summary: 'The webhook of mariadb-operator does not run',
        description:
          'No object of MariaDB can be made or changed, also not by the operator. Its certificate (mariadb-operator-webhook-cert) comes from cert-manager.',
      },
      {
        alert: 'MariadbOperatorFailing',
        expr: `sum by (controller) (rate(controller_runtime_reconcile_errors_total{namespace="${namespace}"}[15m])) > 0.1`,
        for: '30m',
        severity: 'warning',
        summary: 'Controller {{ $labels.controller }} of mariadb-operator keeps failing',
        description: 'Its log names the object. Often a server that is down, or a user whose Secret is missing.',
      },
    ],
  },
];

export const mariadbOperator: readonly Factory[] = [definitions, operator];
