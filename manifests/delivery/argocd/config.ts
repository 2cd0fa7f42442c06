/** Argo CD's own configuration: login, roles, tuning, the cluster it delivers to, the repository it reads. */
import type { Chart } from 'cdk8s';
import { ConfigMap, Secret } from '../../../imports/k8s';
import type { ComponentIntents } from '../../../lib/components';
import { settingsOf, type RepositoryAccess } from '../../../lib/model';
import { identityOf, oidcClientId, ssoClient } from '../../../lib/names';
import type { Context } from '../../context';
import { healthChecks } from './health';

export function configMaps(chart: Chart, context: Context): void {
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  new ConfigMap(chart, 'cm', { metadata: { name: 'argocd-cm', labels: { ...labels, 'app.kubernetes.io/name': 'argocd-cm' } }, data: settings(context) });
  new ConfigMap(chart, 'params', {
    metadata: { name: 'argocd-cmd-params-cm', labels: { ...labels, 'app.kubernetes.io/name': 'argocd-cmd-params-cm' } },
    data: parameters,
  });
  new ConfigMap(chart, 'rbac', {
    metadata: { name: 'argocd-rbac-cm', labels: { ...labels, 'app.kubernetes.io/name': 'argocd-rbac-cm' } },
    data: rbac(context),
  });
}

function settings({ names, platform, cluster, lock }: Context): Readonly<Record<string, string>> {
  const oidc = [
    `name: ${platform.name}`,
    `issuer: ${names.issuer()}`,
    `clientID: ${oidcClientId(platform, lock, cluster, ssoClient(platform, 'argocd').id)}`,
    'enablePKCEAuthentication: true',
    'requestedScopes: [openid, profile, email, offline_access]',
    'refreshTokenThreshold: 2m',
    '',
  ].join('\n');
  return {
    url: `https://${names.uiHost('argocd')}`,
    'admin.enabled': 'false',
    'application.resourceTrackingMethod': 'annotation',
    installationID: names.prefix(),
    'oidc.config': oidc,
    'timeout.reconciliation': '180s',
    'timeout.reconciliation.jitter': '60s',
    'resource.compareoptions': 'ignoreAggregatedRoles: true\n',
    'statusbadge.enabled': 'false',
    'users.anonymous.enabled': 'false',
    'exec.enabled': 'false',
    'ui.bannercontent': `${platform.name} on ${cluster.name}: changes are made in git`,
    'ui.bannerpermanent': 'true',
    ...Object.fromEntries(Object.entries(healthChecks).map(([kind, lua]) => [`resource.customizations.health.${kind}`, lua])),
  };
}

/** The gateway ends TLS for people; server-side diff knows the defaults of every kind. */
const parameters: Readonly<Record<string, string>> = {
  'server.insecure': 'true',
  'server.enable.gzip': 'true',
  'controller.diff.server.side': 'true',
  'controller.log.format': 'json',
  'server.log.format': 'json',
  'reposerver.log.format': 'json',
  'applicationsetcontroller.log.format': 'json',
  'applicationsetcontroller.enable.scm.providers': 'false',
  'applicationsetcontroller.enable.tokenref.strict.mode': 'true',
  'applicationsetcontroller.enable.leader.election': 'true',
  // No ApplicationSet of ours has steps. Only with this does the controller follow the sync and health of its Applications;
  // without it, the health of an ApplicationSet, for which the waves wait, is up to three minutes old.
  'applicationsetcontroller.enable.progressive.syncs': 'true',
  'reposerver.parallelism.limit': '4',
  'redis.server': 'argocd-redis-ha-haproxy:6379',
};

function rbac({ platform }: Context): Readonly<Record<string, string>> {
  const { admin, viewer } = platform.security.roles;
  const policy = [
    'p, role:viewer, applications, get, */*, allow',
    'p, role:viewer, applicationsets, get, */*, allow',
    'p, role:viewer, projects, get, *, allow',
    'p, role:viewer, clusters, get, *, allow',
    'p, role:viewer, repositories, get, *, allow',
    'p, role:viewer, logs, get, */*, allow',
    `g, ${admin}, role:admin`,
    `g, ${viewer}, role:viewer`,
  ];
  return { 'policy.default': '', 'policy.csv': `${policy.join('\n')}\n`, scopes: `[${identityOf(platform).claims.roles}]` };
}

/** The cluster as the ApplicationSets' generators see it; in-cluster, so there is nothing secret in it. */
export function clusterSecret(chart: Chart, { cluster, platform }: Context): void {
  new Secret(chart, 'cluster', {
    metadata: {
      name: `cluster-${cluster.name}`,
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...clusterLabels(cluster, platform) },
    },
    type: 'Opaque',
    // `data`, because server-side apply does not keep track of `stringData`.
    data: { name: base64(cluster.name), server: base64('https://kubernetes.default.svc'), config: base64('{"tlsClientConfig":{"insecure":false}}') },
  });
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Labels by which the generators pick clusters; `test/manifests/delivery` checks that both sides agree. */
export const clusterLabels = (cluster: { readonly name: string; readonly provider: string; readonly region: string }, platform: { readonly name: string }) => ({
  'dbaas-gitops/platform': platform.name,
  'dbaas-gitops/cluster': cluster.name,
  'dbaas-gitops/provider': cluster.provider,
  'dbaas-gitops/region': cluster.region,
});

const properties: Readonly<Record<RepositoryAccess, Readonly<Record<string, string>>>> = {
  public: {},
  'github-app': { githubAppID: 'app-id', githubAppInstallationID: 'installation-id', githubAppPrivateKey: 'private-key' },
  'ssh-key': { sshPrivateKey: 'ssh-private-key' },
  token: { username: 'username', password: 'password' },
};

/** How Argo CD reads the repository; a public one needs no secret. */
export function repositorySecret({ platform }: Context): NonNullable<ComponentIntents['secrets']> {
  const { access, repository } = settingsOf(platform.delivery, 'argocd');
  if (access === 'public') return [];
  const stored = Object.fromEntries(Object.entries(properties[access]).map(([key, property]) => [key, { from: 'store', id: 'repository', property } as const]));
  return [
    {
      namespace: 'argocd',
      name: 'repository',
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      keys: { ...stored, type: { from: 'literal', value: 'git' }, url: { from: 'literal', value: repository }, project: { from: 'literal', value: '' } },
    },
  ];
}
