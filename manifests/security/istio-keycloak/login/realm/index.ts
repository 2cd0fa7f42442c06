/** The realm in git: made once by the operator, kept equal to git by a job. docs/adr/0006-keycloak-realm-as-code.md */
import { ConfigMap, CronJob, Job, ServiceAccount } from '../../../../../imports/k8s';
import { KeycloakRealmImport } from '../../../../../imports/k8s.keycloak.org';
import type { ComponentIntents, PodPeer, Wiring } from '../../../../../lib/components';
import { digest, identityServer, keycloakAdminHost, namespaces, realmName } from '../../../../../lib/names';
import type { Context, Factory } from '../../../../context';
import { syncAccount, syncJob, syncLabels } from './job';
import { masterRealm, realm } from './realm';
import { realmVariables } from './secrets';

const namespace = namespaces.identity;
const sync: PodPeer = { namespace, pods: syncLabels, serviceAccount: syncAccount };

const realmOf = ({ platform }: Context, wiring: Wiring, variable: (name: string) => string) =>
  realm({ platform, realm: realmName(platform), oidcClients: wiring.all('oidcClients'), variable });

/** Creates and never changes: an existing realm is left alone. */
export const keycloakRealm: Factory = (context) => {
  if (!context.names.isActive()) return undefined;
  return {
    name: 'keycloak-realm',
    summary: `Realm ${realmName(context.platform)}: created on a new database`,
    namespace,
    needs: ['secrets', 'identity-operator', 'identity-server'],
    provides: ['identity-realm'],
    content: {
      kind: 'manifests',
      build(chart, wiring) {
        new KeycloakRealmImport(chart, 'realm', {
          metadata: { name: 'keycloak-realm' },
          spec: {
            keycloakCRName: 'keycloak',
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
            placeholders: Object.fromEntries(realmVariables(context.platform).map(({ name, secret }) => [name, { secret }])),
            realm: realmOf(context, wiring, (name) => `\${${name}}`),
          },
        });
      },
    },
  };
};

/** Runs when the realm in git changes (its name carries a digest of it) and every hour against changes by hand. */
export const keycloakRealmSync: Factory = (context) => {
  if (!context.names.isActive()) return undefined;
  return {
    name: 'keycloak-realm-sync',
    summary: `Keeps realm ${realmName(context.platform)} as git describes it`,
    namespace,
    needs: ['namespaces', 'priority-classes', 'secrets', 'mesh-network', 'mesh-control-plane', 'identity-server', 'identity-realm'],
    provides: ['identity'],
    content: {
      kind: 'manifests',
      build(chart, wiring) {
        const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
        const data = {
          '10-master.json': json(masterRealm(keycloakAdminHost(context.platform))),
          '20-realm.json': json(realmOf(context, wiring, (name) => `$(env:${name})`)),
        };
        const config = `keycloak-realm-${digest(...Object.values(data))}`;
        const spec = syncJob(context, config);
        new ServiceAccount(chart, 'account', { metadata: { name: syncAccount }, automountServiceAccountToken: false });
        new ConfigMap(chart, 'config', { metadata: { name: config }, immutable: true, data });
        new Job(chart, 'job', { metadata: { name: `${config}-${digest(JSON.stringify(spec))}`, labels: syncLabels }, spec });
        new CronJob(chart, 'cron', {
          metadata: { name: 'keycloak-realm-sync', labels: syncLabels },
          spec: {
            schedule: '17 * * * *',
            timeZone: 'Etc/UTC',
            concurrencyPolicy: 'Forbid',
            startingDeadlineSeconds: 600,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
            suspend: false,
            jobTemplate: { metadata: { labels: syncLabels }, spec },
          },
        });
      },
    },
    intents,
  };
};

const job = `namespace="${namespace}", cronjob="keycloak-realm-sync"`;

const intents: ComponentIntents = {
  flows: [
    {
      from: sync,
      to: { namespace, pods: identityServer.pods },
      ports: [{ port: identityServer.port }],
      why: 'administration API: the realm as git describes it',
    },
  ],
  rules: [
    {
      group: 'keycloak-realm-sync',
      alerts: [
        {
          alert: 'KeycloakRealmNotInSync',
          // One that never succeeded counts from the day it was made.
          expr: `time() - max(kube_cronjob_status_last_successful_time{${job}} or kube_cronjob_created{${job}}) > 10800`,
          for: '10m',
          severity: 'warning',
          summary: 'The realm has not been compared with git for {{ $value | humanizeDuration }}',
          description: `Logins go on. New hosts, roles and rotated client secrets do not reach Keycloak: kubectl -n ${namespace} logs -l app.kubernetes.io/name=keycloak-realm-sync.`,
        },
      ],
    },
  ],
};
