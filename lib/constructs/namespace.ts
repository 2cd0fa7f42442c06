/** What every namespace of ours has, whoever makes it. */
import type { Chart } from 'cdk8s';
import { LimitRange } from '../../imports/k8s';
import type { Platform } from '../model';

/** Pod Security is pinned to the cluster's minor version: an upgrade of the cluster does not change what is admitted. */
export function podSecurityLabels({ cloud }: Pick<Platform, 'cloud'>, level: 'restricted' | 'baseline' | 'privileged'): Readonly<Record<string, string>> {
  const version = `v${cloud.kubernetesVersion}`;
  return {
    'pod-security.kubernetes.io/enforce': level,
    'pod-security.kubernetes.io/enforce-version': version,
    // What is not restricted still shows in the audit log. A warning at every sync would be noise: the level was chosen.
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': version,
    'pod-security.kubernetes.io/warn': level,
    'pod-security.kubernetes.io/warn-version': version,
  };
}

/** Applies to containers that state nothing, such as those of jobs that charts bring; our own state everything. */
export function limitRange(chart: Chart, namespace: string): void {
  new LimitRange(chart, `${namespace}-defaults`, {
    metadata: { name: 'defaults', namespace },
    spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '50m', memory: '128Mi' }, default: { memory: '256Mi' } }] },
  });
}
