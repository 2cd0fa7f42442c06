/** Every object of every tenant, as the delivery applies them: no refusal, no warning, and no change the second time. */
import type { Cluster } from '../kubernetes/cluster';
import { until } from '../process';
import { apply, delivery } from '../kubernetes/apply';
import { ownFiles } from '../kubernetes/delivery';
import type { Report } from '../report';
import { tenantReleases } from './prepared';

export async function accepted(cluster: Cluster, report: Report): Promise<void> {
  // Ways out of namespaces of workloads stand with the tenant: their own components are not here.
  const ours = tenantReleases(cluster.name);
  for (const release of ours) {
    const files = ownFiles(release);
    await counted(cluster, release.namespace, files);
    const first = await apply(cluster, files, { as: delivery });
    const lost = first.objects.length < files.length && first.problems.length === 0 ? [`${files.length} files, ${first.objects.length} objects`] : [];
    report.check(`${cluster.name}: ${release.component}: ${first.objects.length} objects accepted without a warning`, [...first.problems, ...lost]);
    const generations = new Map(first.objects.map(({ metadata: { name }, kind, metadata }) => [`${kind}/${name}`, metadata.generation]));
    const again = await apply(cluster, files, { as: delivery });
    report.check(`${cluster.name}: ${release.component}: a second apply changes nothing`, [
      ...again.problems,
      ...again.objects.flatMap(({ kind, metadata: { name, generation } }) =>
        generations.get(`${kind}/${name}`) === generation ? [] : [`${kind} ${name} changed`],
      ),
    ]);
  }
  if (ours.length === 0) report.check(`${cluster.name}: there are tenants`, ['dist/ has none']);
}

/** A quota that nobody has counted yet refuses everything that it counts: deliveries try again, here it is waited for. */
async function counted(cluster: Cluster, namespace: string, files: readonly string[]): Promise<void> {
  const first = files.filter((file) => /\/(namespace|resourcequota)-[^/]+$/.test(file)).sort();
  const problems: string[] = [];
  for (const file of first) problems.push(...(await apply(cluster, [file], { as: delivery })).problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await until(`the quota of ${namespace} is counted`, 600, async () => {
    const { stdout } = await cluster.kubectl(['get', 'resourcequota', 'quota', '-n', namespace, '-o', 'jsonpath={.status.used}']);
    return stdout.includes('count/clusters') ? true : undefined;
  });
}
