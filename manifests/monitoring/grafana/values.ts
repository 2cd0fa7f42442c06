/** Values of chart grafana. Dashboards are mounted from ConfigMaps: no sidecar that reads every Secret. */
import type { Wiring } from '../../../lib/components';
import { cloudIdentity } from '../../../lib/constructs/cloud-identity';
import { resources, restrictedContainer, spread } from '../../../lib/constructs/pods';
import { identities, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';
import { folders, type Folder } from '../dashboards';
import { sharedParts as parts, sharedPorts as ports } from '../parts';
import { credentials, dataSourceFile } from './data-sources';
import { database } from './database';
import type { GrafanaOption } from './option';
import { caFolder, settings } from './settings';

export const loginSecret = 'grafana-login';
export const encryptionSecret = 'grafana-encryption';

export function values(context: Context, wiring: Wiring, option: GrafanaOption) {
  return {
    fullnameOverride: parts.grafana.name,
    replicas: 2,
    podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    topologySpreadConstraints: spread(parts.grafana.pods),
    priorityClassName: priorityClasses.services,
    deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    ...pod,
    ...inCloud(context),
    ...dataSourceAccess(wiring),
    service: { type: 'ClusterIP', port: 80, targetPort: ports.grafana, portName: 'http', appProtocol: 'http' },
    'grafana.ini': settings(context, option.settings?.(context) ?? {}),
    datasources: { 'data-sources.yaml': dataSourceFile(option.sources(context), wiring.all('datasources')) },
    ...provisionedDashboards(folders(wiring.all('dashboards'))),
    ...option.values?.(context),
  };
}

/** Where a data source is a service of the cloud, Grafana asks it as itself, without a key. */
function inCloud({ platform, cluster, names, lock }: Context) {
  if (!identities(platform, cluster).some(({ id }) => id === 'grafana')) return {};
  const { serviceAccount, podLabels } = cloudIdentity({ cluster, names, lock }, 'grafana', parts.grafana.pods);
  return { serviceAccount: { ...pod.serviceAccount, annotations: serviceAccount.annotations }, podLabels };
}

const fromDatabase = (key: string) => ({ secretKeyRef: { name: database.ownerSecret, key } });

const pod = {
  rbac: { create: false },
  serviceAccount: { create: true, name: parts.grafana.name, automountServiceAccountToken: false },
  automountServiceAccountToken: false,
  initChownData: { enabled: false },
  testFramework: { enabled: false },
  persistence: { enabled: false },
  enableServiceLinks: false,
  containerSecurityContext: { ...restrictedContainer, privileged: false },
  securityContext: { runAsNonRoot: true, runAsUser: 472, runAsGroup: 472, fsGroup: 472, seccompProfile: { type: 'RuntimeDefault' } },
  resources: resources('150m', '768Mi'),
  // Nobody logs in with a password: there is no first administrator either.
  env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true' },
  envFromSecrets: [{ name: loginSecret }, { name: encryptionSecret }],
  extraEmptyDirMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

/** Only certificates: the Secrets hold keys as well. */
const authority = (name: string, secretName: string, mountPath: string) => ({
  name,
  secretName,
  mountPath,
  readOnly: true,
  defaultMode: 0o440,
  items: [{ key: 'ca.crt', path: 'ca.crt' }],
});

/** Passwords and authorities of the database and of data sources that ask for them. */
function dataSourceAccess(wiring: Wiring) {
  const offered = wiring.all('datasources').map((each) => ({ ...each, ...credentials(each) }));
  return {
    envValueFrom: {
      GF_DATABASE_USER: fromDatabase('username'),
      GF_DATABASE_PASSWORD: fromDatabase('password'),
      ...Object.fromEntries(
        offered.flatMap(({ login, passwordVariable }) =>
          login ? [[passwordVariable, { secretKeyRef: { name: login.secret, key: login.key } }] as const] : [],
        ),
      ),
    },
    extraSecretMounts: [
      authority('database-ca', database.caSecret, caFolder),
      ...offered.flatMap(({ uid, authority: secret, authorityFolder }) => (secret === undefined ? [] : [authority(`${uid}-ca`, secret, authorityFolder)])),
    ],
  };
}

const provisionedDashboards = (all: readonly Folder[]) => ({
  dashboardProviders: { 'dashboards.yaml': { apiVersion: 1, providers: all.map(provider) } },
  dashboardsConfigMaps: Object.fromEntries(all.map(({ slug, name }) => [slug, name])),
});

const provider = ({ slug, title }: Folder) => ({
  name: slug,
  orgId: 1,
  folder: title,
  type: 'file',
  disableDeletion: false,
  allowUiUpdates: false,
  updateIntervalSeconds: 60,
  options: { path: `/var/lib/grafana/dashboards/${slug}` },
});
