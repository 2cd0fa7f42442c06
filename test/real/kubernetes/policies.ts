/** Our admission policies and the plugins that our labels and quotas steer, by what they refuse. */
import type { KubeObject } from '../../../lib/components';
import type { Report } from '../report';
import { until } from '../process';
import { engineer } from './apply';
import { attempts, type Attempt } from './bad-objects';
import type { Cluster } from './cluster';

/** @param tried what is tried against the policies in `rendered` */
export async function policies(
  cluster: Cluster,
  cloud: string,
  rendered: readonly KubeObject[],
  report: Report,
  tried: readonly Attempt[] = attempts,
): Promise<void> {
  const ours = rendered.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  const table = tried.filter((attempt) => attempt.cloud === undefined || attempt.cloud === cloud);
  const untried = ours.filter((name) => !table.some(({ rule, refusal }) => rule === name && refusal !== undefined));
  report.check(
    `${cluster.name}: the table tries each of ${ours.length} admission policies`,
    untried.map((name) => `${name} is not tried: add it to bad-objects.ts`),
  );
  await typed(cluster, ours, report);
  for (const attempt of table)
    report.check(
      `${cluster.name}: ${attempt.rule}: ${attempt.what} is ${attempt.refusal === undefined ? 'allowed' : 'refused'}`,
      await judged(cluster, attempt),
    );
}

interface TypedPolicy {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly fieldRef: string; readonly warning: string }[] };
  };
}

/** The controller manager checks every expression against the types of what it reads. */
async function typed(cluster: Cluster, names: readonly string[], report: Report): Promise<void> {
  const checked = await until('types of the policies are checked', 90, async () => {
    const { stdout } = await cluster.kubectl(['get', 'validatingadmissionpolicies', '-o', 'json']);
    const found = (JSON.parse(stdout) as { items: readonly TypedPolicy[] }).items.filter(({ metadata }) => names.includes(metadata.name));
    return found.length === names.length && found.every(({ metadata, status }) => status?.observedGeneration === metadata.generation) ? found : undefined;
  });
  for (const { metadata, status } of checked)
    report.check(
      `${cluster.name}: ${metadata.name}: its expressions fit the types that they read`,
      (status?.typeChecking?.expressionWarnings ?? []).map(({ fieldRef, warning }) => `${fieldRef}: ${warning}`),
    );
}

async function judged(cluster: Cluster, { object, remove, refusal }: Attempt): Promise<readonly string[]> {
  const { code, stderr } = remove
    ? await removed(cluster, remove)
    : await cluster.kubectl(['create', '--dry-run=server', '-o', 'name', '-f', '-'], { as: engineer, input: JSON.stringify(object) });
  if (refusal === undefined) return code === 0 && stderr.trim() === '' ? [] : [stderr];
  if (code === 0) return ['it was accepted'];
  return stderr.includes(refusal) ? [] : [`refused, but not with '${refusal}': ${stderr}`];
}

async function removed(cluster: Cluster, { kind, name, namespace, approved }: NonNullable<Attempt['remove']>) {
  const where = namespace === undefined ? [] : ['-n', namespace];
  const annotate = (value: string) => cluster.kubectl(['annotate', kind, name, ...where, value, '--overwrite']);
  if (approved) await annotate(`dbaas/allow-delete=${name}`);
  const answer = await cluster.kubectl(['delete', kind, name, ...where, '--dry-run=server', '--wait=false', '-o', 'name'], { as: engineer });
  if (approved) await annotate('dbaas/allow-delete-');
  return answer;
}
