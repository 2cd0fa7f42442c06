/** Alerts and dashboard of the session store. */
import type { ComponentIntents, Dashboard } from '../../../lib/components';
import { sessionStore } from './names';

const { namespace } = sessionStore;
const inspect = `kubectl -n ${namespace} exec valkey-0 -c sentinel -- sh -c 'REDISCLI_AUTH=$SENTINEL_PASSWORD valkey-cli --tls --cacert /tls/ca.crt -p ${sessionStore.sentinelPort} SENTINEL GET-MASTER-ADDR-BY-NAME ${sessionStore.primaryName}'`;

export const storeRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'sessions',
    alerts: [
      {
        alert: 'SessionStoreWithoutPrimary',
        expr: `absent(redis_instance_info{namespace="${namespace}", role="master"} == 1)`,
        for: '2m',
        severity: 'critical',
        summary: 'The session store has no primary: nobody can log in',
        description: `Two of three sentinels must be up to choose one. Who they think it is: ${inspect}. Deleting all three pods is safe: it logs people out at worst.`,
      },
      {
        alert: 'SessionStoreSplit',
        expr: `count(redis_instance_info{namespace="${namespace}", role="master"} == 1) > 1`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $value }} servers of the session store think they are the primary',
        description: `Sessions are written to one and looked for in another. Ask the sentinels and delete the pod that they do not name: ${inspect}.`,
      },
      {
        alert: 'SessionStoreServerDown',
        expr: `(count(redis_up{namespace="${namespace}"} == 1) or vector(0)) < 3`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value }} of 3 servers of the session store are up',
        description: `With one server left nobody can log in: two of three sentinels must agree on the primary. kubectl -n ${namespace} get pods -o wide: a pod that is pending misses a node in its zone.`,
      },
      {
        alert: 'SessionStoreReplicaBroken',
        expr: `redis_master_link_up{namespace="${namespace}"} == 0`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} does not follow the primary of the session store',
        description: 'It cannot take over. Certificate, password or a primary that it cannot reach: read its log.',
      },
      {
        alert: 'SessionStoreEvicting',
        expr: `sum(increase(redis_evicted_keys_total{namespace="${namespace}"}[15m])) > 0`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | printf "%.0f" }} sessions were dropped in 15 minutes for want of memory',
        description: 'The people concerned log in again. More sessions than planned, or somebody who starts logins without end.',
      },
    ],
  },
];

const of = `cluster=~"$cluster", namespace="${namespace}"`;
export const storeDashboard: Dashboard = {
  uid: 'sessions',
  title: 'Session store',
  folder: 'Security',
  description: 'Servers, roles, memory and load of the store of login sessions.',
  rows: [
    {
      title: 'Servers',
      panels: [
        { title: 'Roles', type: 'timeseries', queries: [{ expr: `redis_instance_info{${of}}`, legend: '{{cluster}} {{pod}} {{role}}' }] },
        {
          title: 'Replicas of the primary',
          type: 'timeseries',
          queries: [{ expr: `max by (cluster) (redis_connected_slaves{${of}})`, legend: '{{cluster}}' }],
        },
        { title: 'Sessions', type: 'timeseries', queries: [{ expr: `max by (cluster) (redis_db_keys{${of}})`, legend: '{{cluster}}' }] },
        {
          title: 'Memory',
          type: 'timeseries',
          unit: 'bytes',
          queries: [
            { expr: `redis_memory_used_bytes{${of}}`, legend: '{{pod}} used' },
            { expr: `max by (cluster) (redis_memory_max_bytes{${of}})`, legend: '{{cluster}} limit' },
          ],
        },
        { title: 'Commands', type: 'timeseries', unit: 'ops', queries: [{ expr: `rate(redis_commands_processed_total{${of}}[5m])`, legend: '{{pod}}' }] },
        { title: 'Clients', type: 'timeseries', queries: [{ expr: `redis_connected_clients{${of}}`, legend: '{{pod}}' }] },
      ],
    },
  ],
};
