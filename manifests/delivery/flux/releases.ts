/**
 * Charts of third parties. Values stand in the release itself, so that a chart and its values change in one step; the
 * same values for reading are in `clusters/<cluster>/<component>/values.yaml`. Nothing here can uninstall a release that
 * is wanted: a failed install or upgrade is tried again as an upgrade. See docs/adr/0030-flux.md.
 */
import type { Chart } from 'cdk8s';
import { HelmRelease } from '../../../imports/helm.toolkit.fluxcd.io';
import type { Content, RenderedComponent } from '../../../lib/components';
import { kept } from './keep';
import { accounts, namespace } from './names';
import { chartReference, isOci, ociChart } from './sources';

type HelmContent = Extract<Content, { readonly kind: 'helm' }>;

const tryAgain = { strategy: { name: 'RetryOnFailure', retryInterval: '2m0s' } } as const;

export function release(chart: Chart, { component, built }: RenderedComponent, content: HelmContent): void {
  const { name } = component;
  if (isOci(content.chart)) ociChart(chart, name, content.chart);
  new HelmRelease(chart, `release-${name}`, {
    metadata: { name, namespace, ...(component.keep === true ? { annotations: kept } : {}) },
    spec: {
      ...chartReference(name, content.chart),
      releaseName: content.releaseName ?? name,
      targetNamespace: component.namespace,
      // Where `helm -n <namespace>` looks for it, whoever installed it.
      storageNamespace: component.namespace,
      serviceAccountName: accounts.platform,
      interval: '30m0s',
      timeout: '10m0s',
      maxHistory: 5,
      // Definitions come from components of their own, which are never pruned.
      install: { crds: 'Skip', createNamespace: false, ...tryAgain },
      upgrade: {
        crds: 'Skip',
        force: false,
        cleanupOnFail: false,
        // A chart that upstream renames is the same release, not a new one.
        chartNameChangeStrategy: 'InPlaceUpdate',
        ...tryAgain,
      },
      driftDetection: { mode: 'enabled' },
      values: built.data ?? {},
    },
  });
}
