/** Argo CD in each cluster: installed by hand once, from then on by itself. */
import type { Component, ComponentIntents } from '../../../lib/components';
import { settingsOf } from '../../../lib/model';
import { namespaces, ssoClient } from '../../../lib/names';
import type { Context } from '../../context';
import { thirdPartyHosts } from '../../pins';
import type { DeliveryOption } from '../contract';
import { clusterSecret, configMaps, repositorySecret } from './config';
import { deliver } from './deliver';
import { disruptionBudgets, kustomization, parts } from './install';
import { finish } from './keep';
import { observability } from './observability';

const name = (part: string) => ({ namespace: namespaces.argocd, pods: { 'app.kubernetes.io/name': part } });

/** Files of the folder besides the kustomization; a test checks that the list is complete. */
const ownFiles = [
  'configmap-argocd-cm.yaml',
  'configmap-argocd-cmd-params-cm.yaml',
  'configmap-argocd-rbac-cm.yaml',
  ...parts.filter(({ replicas }) => replicas !== undefined).map((part) => `poddisruptionbudget-${part.name}.yaml`),
];

const argocd = (context: Context): Component => ({
  name: 'argocd',
  summary: 'Argo CD, delivering this repository to its own cluster.',
  namespace: namespaces.argocd,
  needs: ['namespaces'],
  provides: ['delivery'],
  keep: true,
  content: {
    kind: 'manifests',
    build: (chart) => {
      configMaps(chart, context);
      clusterSecret(chart, context);
      disruptionBudgets(chart);
      kustomization(chart, context, [...ownFiles, `secret-cluster-${context.cluster.name}.yaml`]);
    },
  },
  intents: intents(context),
});

function loginClient({ platform }: Context) {
  const { id: clientId, ...client } = ssoClient(platform, 'argocd');
  return { clientId, ...client };
}

const intents = (context: Context): ComponentIntents => ({
  namespaces: [{ name: namespaces.argocd, podSecurity: 'restricted', quota: { pods: 40, cpu: '8', memory: '24Gi' }, holdsData: true }],
  endpoints: [
    {
      id: 'argocd',
      title: 'Argo CD',
      host: context.names.uiHost('argocd'),
      service: { namespace: namespaces.argocd, name: 'argocd-server', port: 80, targetPort: 8080, pods: { 'app.kubernetes.io/name': 'argocd-server' } },
      access: { kind: 'login', roles: [context.platform.security.roles.admin, context.platform.security.roles.viewer] },
      login: 'self',
      timeoutSeconds: 0,
    },
  ],
  oidcClients: [loginClient(context)],
  secrets: repositorySecret(context),
  egressHosts: [{ from: name('argocd-repo-server'), hosts: repositoryHosts(context), why: 'the repository and the charts of third parties' }],
  flows: flows(context),
  ...observability,
});

/** kustomize fetches Argo CD's own manifests as single files. */
function repositoryHosts({ platform, versions }: Context): readonly string[] {
  const own = new URL(settingsOf(platform.delivery, 'argocd').repository).hostname;
  return [...new Set([own, ...thirdPartyHosts(platform, versions), 'raw.githubusercontent.com'])].sort();
}

const flows = ({ names }: Context): NonNullable<ComponentIntents['flows']> => [
  { from: name('argocd-server'), to: name('argocd-repo-server'), ports: [{ port: 8081 }], why: 'manifests for the UI' },
  { from: name('argocd-application-controller'), to: name('argocd-repo-server'), ports: [{ port: 8081 }], why: 'manifests to compare' },
  { from: name('argocd-applicationset-controller'), to: name('argocd-repo-server'), ports: [{ port: 8081 }], why: 'files of the git generator' },
  ...['argocd-server', 'argocd-repo-server', 'argocd-application-controller'].map((part) => ({
    from: name(part),
    to: name('argocd-redis-ha-haproxy'),
    ports: [{ port: 6379 }],
    why: 'cache',
  })),
  { from: name('argocd-redis-ha-haproxy'), to: name('argocd-redis-ha'), ports: [{ port: 6379 }, { port: 26379 }], why: 'cache' },
  { from: name('argocd-redis-ha'), to: name('argocd-redis-ha'), ports: [{ port: 6379 }, { port: 26379 }], why: 'replication and elections' },
  ...['argocd-server', 'argocd-application-controller', 'argocd-applicationset-controller', 'argocd-redis-ha-haproxy'].map((part) => ({
    from: name(part),
    to: { outside: 'api-server' as const },
    ports: [{ port: 443 }],
    why: 'Kubernetes API',
  })),
  { from: name('argocd-server'), to: { outside: 'internet' }, ports: [{ port: 443 }], why: `discovery and keys of ${names.issuer()}, over its public name` },
];

export const option: DeliveryOption = { components: [argocd], deliver, finish };
