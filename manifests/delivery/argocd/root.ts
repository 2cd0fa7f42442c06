/** The root Application of a cluster: projects and ApplicationSets, in the order of their sync waves. */
import type { Chart } from 'cdk8s';
import { Application, AppProject } from '../../../imports/argoproj.io';
import { settingsOf, type Platform } from '../../../lib/model';
import type { ProjectSpec } from './projects';

/** Name of the root Application. */
export const rootName = (platform: Platform): string => platform.name;

export function rootApplication(chart: Chart, platform: Platform, cluster: string): void {
  const { repository, branch, path } = settingsOf(platform.delivery, 'argocd');
  new Application(chart, 'root', {
    metadata: {
      name: rootName(platform),
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true', 'argocd.argoproj.io/manifest-generate-paths': `/${path}/argocd/${cluster}` },
    },
    spec: {
      project: 'delivery',
      source: { repoURL: repository, targetRevision: branch, path: `${path}/argocd/${cluster}/root`, directory: { recurse: true } },
      destination: { name: cluster, namespace: 'argocd' },
      revisionHistoryLimit: 5,
      syncPolicy: {
        automated: { prune: true, selfHeal: true, allowEmpty: false },
        // A wave that is not healthy yet must not end the rollout: try for as long as it takes.
        retry: { limit: -1, refresh: true, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
        syncOptions: ['ServerSideApply=true', 'ApplyOutOfSyncOnly=true', 'CreateNamespace=false', 'FailOnSharedResource=true'],
      },
    },
  });
}

export function appProject(chart: Chart, { name, sourceRepos, namespaces, clusterKinds, namespacedKinds, refusedKinds }: ProjectSpec, cluster: string): void {
  new AppProject(chart, `project-${name}`, {
    metadata: { name, annotations: { 'argocd.argoproj.io/sync-wave': '-1', 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } },
    spec: {
      description: descriptions[name],
      sourceRepos,
      destinations: namespaces.map((namespace) => ({ name: cluster, namespace })),
      clusterResourceWhitelist: clusterKinds.map(({ group, kind }) => ({ group, kind })),
      ...(namespacedKinds.length > 0 ? { namespaceResourceWhitelist: namespacedKinds.map(({ group, kind }) => ({ group, kind })) } : {}),
      ...(refusedKinds.length > 0 ? { namespaceResourceBlacklist: refusedKinds.map(({ group, kind }) => ({ group, kind })) } : {}),
      permitOnlyProjectScopedClusters: false,
    },
  });
}

const descriptions = {
  definitions: 'Custom resource definitions; nothing else.',
  platform: 'Controllers and configuration of the platform.',
  workloads: 'What the platform serves besides its own UIs.',
  tenants: 'Databases of tenants, in their namespaces only.',
  delivery: 'Argo CD itself, its projects and ApplicationSets.',
} as const;

/** The project that exists from the start may do nothing. */
export function emptyDefaultProject(chart: Chart): void {
  new AppProject(chart, 'project-default', {
    metadata: { name: 'default', annotations: { 'argocd.argoproj.io/sync-wave': '-1', 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
    spec: { description: 'Closed: every Application names its project.', sourceRepos: [], destinations: [], clusterResourceWhitelist: [] },
  });
}
