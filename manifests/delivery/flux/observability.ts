/**
 * What Flux tells about itself: metrics, alerts, a dashboard. The controllers count and time what they do; whether an
 * object is ready stands in its status, and is told by whoever reads states of objects.
 * @see https://fluxcd.io/flux/monitoring/metrics/
 */
import type { ComponentIntents } from '../../../lib/components';
import { deploymentDown } from '../../../lib/constructs/kube-state';
import type { Context } from '../../context';
import { podLabels } from './controllers';
import { dashboard } from './dashboard';
import { namespace, rootName } from './names';
import { partsOf, ports } from './parts';

export const observability = ({ platform }: Context): ComponentIntents => {
  const parts = partsOf(platform).map(({ name }) => name);
  return {
    scrapes: parts.map((name) => ({ name, namespace, kind: 'pods', selector: podLabels(name), port: 'http-prom', targetPort: ports.metrics })),
    objectStates,
    rules: [{ group: 'flux', alerts: [...alerts, controllerDown(parts)] }],
    dashboards: [dashboard],
  };
};

/** Ready, why not, and whether somebody stopped it. */
const labels = {
  name: ['metadata', 'name'],
  ready: ['status', 'conditions', '[type=Ready]', 'status'],
  reason: ['status', 'conditions', '[type=Ready]', 'reason'],
  suspended: ['spec', 'suspend'],
};
const objectStates: NonNullable<ComponentIntents['objectStates']> = [
  ['kustomize.toolkit.fluxcd.io', 'v1', 'Kustomization', 'kustomizations'],
  ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases'],
  ['source.toolkit.fluxcd.io', 'v1', 'GitRepository', 'gitrepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'HelmRepository', 'helmrepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories'],
].map(([group = '', version = '', kind = '', resource = '']) => ({ group, version, kind, resource, metric: 'gotk_resource_info', labels }));

const source = `customresource_kind="GitRepository", name="${rootName}"`;
const applied = 'gotk_reconcile_duration_seconds_count{kind="Kustomization"}';

const alerts: NonNullable<NonNullable<ComponentIntents['rules']>[number]['alerts']> = [
  {
    alert: 'FluxNotReady',
    // By name: the reason is a label as well, and each change of it would start the time anew.
    expr: `max by (customresource_kind, name) (gotk_resource_info{ready="False", reason!="DependencyNotReady"} unless gotk_resource_info{${source}}) == 1`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.customresource_kind }} {{ $labels.name }} has failed for 30 minutes',
    description:
      'kubectl -n flux-system describe it: the condition Ready says why. What depends on it waits with it. If it began with a commit: git revert that commit.',
  },
  {
    alert: 'FluxWaiting',
    expr: 'max by (customresource_kind, name) (gotk_resource_info{reason="DependencyNotReady"}) == 1',
    for: '2h',
    severity: 'warning',
    summary: '{{ $labels.customresource_kind }} {{ $labels.name }} has waited for another component for two hours',
    description: 'Its condition Ready names the one that it waits for. Commits that change it do not arrive until that one is ready.',
  },
  {
    alert: 'FluxSuspended',
    expr: 'max by (customresource_kind, name) (gotk_resource_info{suspended="true"}) == 1',
    for: '24h',
    severity: 'warning',
    summary: '{{ $labels.customresource_kind }} {{ $labels.name }} has been suspended for a day',
    description: 'Somebody stopped it by hand: drift stays and commits do not arrive. docs/runbooks/flux.md says how to resume it.',
  },
  {
    alert: 'GitUnreachable',
    expr: `max(gotk_resource_info{${source}, ready!="True"}) == 1`,
    for: '30m',
    severity: 'warning',
    summary: 'Flux has not reached git for 30 minutes',
    description:
      'New commits do not arrive; what runs keeps running. The way out is closed, the branch is gone, or the credentials were revoked: the condition Ready of GitRepository flux-system says which, the Secret is "repository".',
  },
  {
    alert: 'DeliveryStopped',
    // Each Kustomization is looked at every ten minutes, whether git changed or not.
    expr: `sum(increase(${applied}[30m])) == 0 or absent(${applied})`,
    for: '15m',
    severity: 'critical',
    summary: 'Flux applies nothing any more',
    description: 'Commits no longer reach this cluster and drift stays; what runs keeps running. Look at kustomize-controller and source-controller.',
  },
];

const controllerDown = (parts: readonly string[]) => ({
  alert: 'FluxControllerDown',
  expr: parts.map((part) => `(${deploymentDown(namespace, part)})`).join(' or '),
  for: '15m',
  severity: 'warning' as const,
  summary: 'Controller {{ $labels.deployment }} of Flux does not run',
  description:
    'kubectl -n flux-system get pods. What runs keeps running; without source-controller no commit arrives, without helm-controller no chart changes.',
});
