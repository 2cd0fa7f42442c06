/** Alerts of Keycloak and of its operator. */
import type { ComponentIntents } from '../../../../../lib/components';
import { deploymentDown, kubeState, statefulSetDown } from '../../../../../lib/constructs/kube-state';
import { namespaces } from '../../../../../lib/names';

type Rules = NonNullable<ComponentIntents['rules']>;
const namespace = namespaces.identity;

export const operatorRules: Rules = [
  {
    group: 'keycloak-operator',
    alerts: [
      {
        alert: 'KeycloakOperatorDown',
        expr: deploymentDown(namespace, 'keycloak-operator'),
        for: '15m',
        severity: 'warning',
        summary: 'The operator of Keycloak does not run',
        description: `Logins go on; changes of the Keycloak resource and rotated secrets wait. kubectl -n ${namespace} describe deployment keycloak-operator.`,
      },
    ],
  },
];

const logins = (realm: string, error: '=' | '!=') =>
  `sum(rate(keycloak_user_events_total{namespace="${namespace}", realm="${realm}", event="login", error${error}""}[15m]))`;

export const keycloakRules = (realm: string): Rules => [
  {
    group: 'keycloak',
    alerts: [
      {
        alert: 'KeycloakDown',
        expr: statefulSetDown(namespace, 'keycloak'),
        for: '2m',
        severity: 'critical',
        summary: 'Nobody can log in: no Keycloak server is ready',
        description: `kubectl -n ${namespace} get pods -l app=keycloak. Servers that start and stop usually miss the database (cluster keycloak-db). Sessions are in the database, so nobody is logged out by a restart.`,
      },
      {
        alert: 'KeycloakServerMissing',
        expr: `${kubeState('statefulset', 'status_replicas_ready', namespace, 'keycloak')} < ${kubeState('statefulset', 'replicas', namespace, 'keycloak')}`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value }} servers of Keycloak are ready, fewer than wanted',
        description: 'A server that never becomes ready after an update: read its log before the operator rolls the next one.',
      },
      {
        alert: 'KeycloakErrors',
        expr: `sum(rate(http_server_requests_seconds_count{namespace="${namespace}", outcome="SERVER_ERROR"}[5m])) / sum(rate(http_server_requests_seconds_count{namespace="${namespace}"}[5m])) > 0.02`,
        for: '10m',
        severity: 'critical',
        summary: '{{ $value | humanizePercentage }} of requests to Keycloak fail',
        description: 'Logins and token refreshes break. Compare with connections that wait for the database (KeycloakDatabasePoolExhausted).',
      },
      {
        alert: 'KeycloakDatabasePoolExhausted',
        expr: `max by (pod) (agroal_awaiting_count{namespace="${namespace}"}) > 0`,
        for: '5m',
        severity: 'warning',
        summary: '{{ $labels.pod }} waits for connections to its database',
        description: 'A slow database or more logins than three servers carry. See the dashboards "Keycloak" and "PostgreSQL keycloak-db".',
      },
      {
        alert: 'KeycloakLoginFailures',
        // A login form that lets nobody in has no successful logins to compare with: they count as zero.
        expr: `${logins(realm, '!=')} > 1 and ${logins(realm, '!=')} > 4 * (${logins(realm, '=')} or 0 * ${logins(realm, '!=')})`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | humanize }} failed logins per second, far more than succeed',
        description:
          'Somebody tries passwords (brute force protection slows each account), or a change broke the login form. The events of the realm name error and client.',
      },
    ],
  },
];
