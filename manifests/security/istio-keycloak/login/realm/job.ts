/** The job that makes the realm in Keycloak equal to the one in git. */
import type { CronJobProps } from '../../../../../imports/k8s';
import { resources, restrictedContainer } from '../../../../../lib/constructs/pods';
import { identityServer, priorityClasses } from '../../../../../lib/names';
import type { Context } from '../../../../context';
import { clientSecrets, realmVariables } from './secrets';

export const syncLabels = { 'app.kubernetes.io/name': 'keycloak-realm-sync' } as const;
export const syncAccount = 'keycloak-realm-sync';

type JobSpec = NonNullable<NonNullable<CronJobProps['spec']>['jobTemplate']['spec']>;

export function syncJob({ platform, versions }: Context, realmConfig: string): JobSpec {
  const variable = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });
  return {
    backoffLimit: 6,
    activeDeadlineSeconds: 1800,
    template: {
      metadata: { labels: syncLabels },
      spec: {
        restartPolicy: 'Never',
        serviceAccountName: syncAccount,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName: priorityClasses.services,
        securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'keycloak-config-cli',
            image: versions.images.keycloakConfigCli,
            env: [
              ...settings,
              variable('KEYCLOAK_CLIENTID', clientSecrets.syncSecret, 'client-id'),
              variable('KEYCLOAK_CLIENTSECRET', clientSecrets.syncSecret, 'client-secret'),
              ...realmVariables(platform).map(({ name, secret }) => variable(name, secret.name, secret.key)),
            ],
            resources: resources('100m', '512Mi'),
            securityContext: restrictedContainer,
            volumeMounts: [
              { name: 'realm', mountPath: '/config', readOnly: true },
              { name: 'tmp', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          { name: 'realm', configMap: { name: realmConfig } },
          { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
        ],
      },
    },
  };
}

const settings = [
  { name: 'JAVA_OPTS', value: '-XX:MaxRAMPercentage=70' },
  { name: 'KEYCLOAK_URL', value: `http://${identityServer.service}.${identityServer.namespace}.svc.cluster.local:${identityServer.port}` },
  { name: 'KEYCLOAK_LOGINREALM', value: 'master' },
  { name: 'KEYCLOAK_GRANTTYPE', value: 'client_credentials' },
  { name: 'KEYCLOAK_AVAILABILITYCHECK_ENABLED', value: 'true' },
  { name: 'KEYCLOAK_AVAILABILITYCHECK_TIMEOUT', value: '300s' },
  { name: 'IMPORT_FILES_LOCATIONS', value: '/config/*.json' },
  { name: 'IMPORT_VARSUBSTITUTION_ENABLED', value: 'true' },
  // Always compares with what is there, so that changes made by hand do not stay.
  { name: 'IMPORT_CACHE_ENABLED', value: 'false' },
  // Removes only what it made itself: clients and groups that others create at run time are none of its business.
  { name: 'IMPORT_REMOTESTATE_ENABLED', value: 'true' },
  // These three kinds it would clean up whoever made them: the scope mapping of offline_access is Keycloak's own.
  { name: 'IMPORT_MANAGED_CLIENTSCOPEMAPPING', value: 'no-delete' },
  { name: 'IMPORT_MANAGED_REQUIREDACTION', value: 'no-delete' },
  { name: 'IMPORT_MANAGED_SCOPEMAPPING', value: 'no-delete' },
];
