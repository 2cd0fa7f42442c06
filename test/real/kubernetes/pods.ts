/** Every pod that our workloads would start, through the real admission of its namespace, as a dry run. */
import type { KubeObject } from '../../../lib/components';
import type { Report } from '../report';
import { engineer } from './apply';
import type { Cluster } from './cluster';

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly volumes?: readonly object[] };
}
export interface WorkloadSpec {
  readonly replicas?: number;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string } };
  readonly template?: Template;
  readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string }; readonly spec: object }[];
}

export const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);
/** Kinds whose pods an operator makes. */
const operated = new Set(['Alertmanager', 'Cluster', 'Keycloak', 'Prometheus']);

export async function pods(cluster: Cluster, rendered: readonly KubeObject[], report: Report): Promise<void> {
  const made = rendered.filter(({ kind }) => workloads.has(kind)).map(podOf);
  await counted(cluster, [...new Set(made.map(({ metadata }) => metadata.namespace ?? ''))]);
  for (const pod of made) {
    const { code, stderr } = await cluster.kubectl(['create', '--dry-run=server', '-o', 'name', '-f', '-'], { as: engineer, input: JSON.stringify(pod) });
    report.check(
      `${cluster.name}: ${pod.metadata.namespace ?? ''}/${pod.metadata.name}: its pod is admitted without a warning`,
      code === 0 && stderr.trim() === '' ? [] : [stderr],
    );
  }
  const others = rendered.filter(({ kind, apiVersion }) => operated.has(kind) && apiVersion.includes('.'));
  report.skip(
    `${cluster.name}: pods of ${others.length} custom resources`,
    `their operators write the templates: ${others.map(({ kind, metadata: { name } }) => `${kind} ${name}`).join(', ')}`,
  );
}

/** A pod as its controller makes it; a StatefulSet's with its claims. */
export function podOf({ kind, metadata: { name, namespace }, ...rest }: KubeObject): KubeObject {
  const spec = rest['spec'] as WorkloadSpec; // workloads have a spec of this shape: the API server has just accepted them
  const template = spec.template ?? spec.jobTemplate?.spec.template;
  if (template === undefined) throw new Error(`${kind} ${name} has no pod template`);
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: `${metadata.name}-${name}-0` },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: `${kind.toLowerCase()}-${name}`.slice(0, 63), ...(namespace === undefined ? {} : { namespace }) },
    spec: { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] },
  };
}

/** Waits for the first count of each quota: before it, the API server refuses everything that a quota counts. */
async function counted(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces)
    await cluster.kubectl(['wait', 'resourcequota', '--all', '-n', namespace, '--for=jsonpath={.status.hard.pods}', '--timeout=60s']);
}
