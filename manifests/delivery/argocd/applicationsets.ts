/**
 * One ApplicationSet per wave: clusters (by label) × release files (in git). A new component is a new file; the
 * ApplicationSet stays as it is. Sync waves of the root Application order them, see docs/adr/0004-argocd-ordering.md.
 */
import type { Chart } from 'cdk8s';
import { ApplicationSet } from '../../../imports/argoproj.io';
import { settingsOf, type Platform } from '../../../lib/model';
import { clusterLabels } from './config';
import type { ProjectName } from './projects';
import { waveName } from './releases';

export interface ApplicationSetsProps {
  readonly platform: Platform;
  /** Cluster whose Argo CD runs them. */
  readonly cluster: { readonly name: string; readonly provider: string; readonly region: string };
  /** Every project and wave that has components. */
  readonly steps: readonly Step[];
}
export interface Step {
  readonly project: ProjectName;
  readonly wave: number;
}

export function applicationSets(chart: Chart, { platform, cluster, steps }: ApplicationSetsProps): void {
  for (const { project, wave } of steps)
    new ApplicationSet(chart, `${project}-${waveName(wave)}`, {
      metadata: {
        name: `${project}-${waveName(wave)}`,
        annotations: { 'argocd.argoproj.io/sync-wave': String(wave), 'argocd.argoproj.io/sync-options': 'Delete=false' },
      },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [{ matrix: { generators: [clusters(platform, cluster), files(platform, project, wave)], template: nothing } }],
        // Applications that leave a wave (renamed, moved, removed) go without what they deployed: no cascade, ever.
        syncPolicy: { applicationsSync: 'sync', preserveResourcesOnDeletion: true },
        template: { metadata: { name: '{{ .name }}-{{ .component }}', labels, annotations: applicationAnnotations }, spec: applicationSpec(project) },
        templatePatch: templatePatch(platform),
      },
    });
}

/**
 * Says nothing, but the controller writes it whenever it writes the ApplicationSet, as on a webhook. Left out, the root
 * Application would differ from git then, and apply every wave again.
 */
const nothing = { metadata: {}, spec: { destination: {}, project: '' } };

const clusters = (platform: Platform, cluster: ApplicationSetsProps['cluster']) => ({
  clusters: { selector: { matchLabels: clusterLabels(cluster, platform) }, template: nothing },
});

function files({ delivery }: Platform, project: ProjectName, wave: number) {
  const { repository, branch, path } = settingsOf(delivery, 'argocd');
  return {
    git: {
      repoURL: repository,
      revision: branch,
      files: [{ path: `${path}/argocd/{{ .name }}/releases/${project}/${waveName(wave)}/*.yaml` }],
      requeueAfterSeconds: 180,
      template: nothing,
    },
  };
}

const labels = { 'dbaas-gitops/component': '{{ .component }}', 'dbaas-gitops/cluster': '{{ .name }}' };

const applicationAnnotations = {
  'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
  // A commit that touches neither the folder nor the release file leaves the cached manifests alone.
  'argocd.argoproj.io/manifest-generate-paths': '/{{ .folder }}',
};

/** The part that every kind of component shares; sources and pruning come by the patch. */
const applicationSpec = (project: ProjectName) => ({
  // Written here and not templated: a release file cannot choose its own rights.
  project,
  destination: { name: '{{ .name }}', namespace: '{{ .namespace }}' },
  revisionHistoryLimit: 5,
  syncPolicy: {
    // With `refresh` a retry takes the newest commit: the one that repairs it, not the one that failed.
    retry: { limit: 10, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
    syncOptions: [
      'ServerSideApply=true',
      'ApplyOutOfSyncOnly=true',
      'CreateNamespace=false',
      'FailOnSharedResource=true',
      'PruneLast=true',
      'RespectIgnoreDifferences=true',
      'SkipDryRunOnMissingResource=true',
    ],
  },
});

function templatePatch({ delivery }: Platform): string {
  const { repository, branch } = settingsOf(delivery, 'argocd');
  return `spec:
  syncPolicy:
    automated:
      allowEmpty: false
      prune: {{ .prune }}
      selfHeal: true
{{- if eq .kind "helm" }}
  sources:
    - repoURL: {{ .chart.repository | toJson }}
      chart: {{ .chart.name | toJson }}
      targetRevision: {{ .chart.version | toJson }}
      helm:
        releaseName: {{ .chart.release | toJson }}
        skipCrds: true
        valueFiles:
          - {{ printf "$values/%s/values.yaml" .folder | toJson }}
    - repoURL: ${JSON.stringify(repository)}
      targetRevision: ${JSON.stringify(branch)}
      ref: values
{{- else if eq .kind "git" }}
  sources:
{{- range .sources }}
    - repoURL: {{ .repository | toJson }}
      targetRevision: {{ .tag | toJson }}
      path: {{ .path | toJson }}
      directory:
        include: {{ .include | toJson }}
        recurse: false
{{- end }}
{{- else }}
  source:
    repoURL: ${JSON.stringify(repository)}
    targetRevision: ${JSON.stringify(branch)}
    path: {{ .folder | toJson }}
{{- if eq .kind "manifests" }}
    directory:
      recurse: false
{{- end }}
{{- end }}
`;
}
