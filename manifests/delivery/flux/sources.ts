/** Where things come from: the platform's own repository, charts, manifests of third parties at a tag. */
import type { Chart } from 'cdk8s';
import type { HelmReleaseProps } from '../../../imports/helm.toolkit.fluxcd.io';
import { GitRepository, HelmRepository, OCIRepository } from '../../../imports/source.toolkit.fluxcd.io';
import type { ChartPin, GitPin } from '../../../lib/components';
import { settingsOf, type Platform } from '../../../lib/model';
import { namespace, repositorySecretName, rootName } from './names';

/** Only what this cluster is made of: a commit for the other one changes no byte of the artifact. */
export function platformSource(chart: Chart, platform: Platform, cluster: string): void {
  const { repository, branch, path, access } = settingsOf(platform.delivery, 'flux');
  new GitRepository(chart, 'source', {
    metadata: { name: rootName, namespace },
    spec: {
      interval: '1m0s',
      timeout: '60s',
      url: repository,
      ref: { branch },
      ...(access === 'public' ? {} : { secretRef: { name: repositorySecretName } }),
      ...(access === 'github-app' ? { provider: 'github' } : {}),
      ignore: only([`${path}/clusters/${cluster}`, `${path}/flux/${cluster}`]),
    },
  });
}

/** A tag does not move: it is looked at again to notice that somebody moved it all the same. */
export function thirdPartySource(chart: Chart, name: string, { repository, tag, path, include = '*.yaml' }: GitPin): void {
  new GitRepository(chart, `git-${name}`, {
    metadata: { name, namespace },
    spec: {
      interval: '60m0s',
      timeout: '5m0s',
      url: repository,
      ref: { tag },
      sparseCheckout: [path],
      // A kustomization of theirs would bring what `include` leaves out.
      ignore: `${only([`${path}/${include}`])}/${path}/kustomization.yaml\n`,
    },
  });
}

/** Excludes everything, then takes paths back, folder by folder: what stands in an excluded folder cannot be taken back. */
function only(paths: readonly string[]): string {
  const lines = new Set(['/*']);
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((_, depth) => {
      const at = parts.slice(0, depth + 1).join('/');
      lines.add(`!/${at}`);
      if (depth < parts.length - 1) lines.add(`/${at}/*`);
    });
  }
  return [...lines].map((line) => `${line}\n`).join('');
}

export const isOci = ({ repository }: ChartPin): boolean => repository.startsWith('oci://');

/** Repositories of charts are shared by their charts: an index is fetched once. */
export function chartRepository(chart: Chart, { repository }: ChartPin): void {
  new HelmRepository(chart, `charts-${repositoryName(repository)}`, {
    metadata: { name: repositoryName(repository), namespace },
    spec: { interval: '60m0s', timeout: '3m0s', url: repository },
  });
}

/** `charts.jetstack.io` -> charts-jetstack-io; stable, since every release of the repository names it. */
export const repositoryName = (repository: string): string =>
  repository
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');

/** A chart in an OCI registry is a source of its own. */
export function ociChart(chart: Chart, name: string, { repository, name: chartName, version }: ChartPin): void {
  new OCIRepository(chart, `oci-${name}`, {
    metadata: { name, namespace },
    spec: {
      interval: '60m0s',
      timeout: '3m0s',
      url: `${repository}/${chartName}`,
      ref: { tag: version },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
    },
  });
}

type ReleaseSpec = NonNullable<HelmReleaseProps['spec']>;

/** How a release names its chart. */
export const chartReference = (name: string, pin: ChartPin): Pick<ReleaseSpec, 'chart'> | Pick<ReleaseSpec, 'chartRef'> =>
  isOci(pin)
    ? { chartRef: { kind: 'OCIRepository', name } }
    : {
        chart: {
          spec: {
            chart: pin.name,
            version: pin.version,
            interval: '60m0s',
            sourceRef: { kind: 'HelmRepository', name: repositoryName(pin.repository) },
          },
        },
      };
