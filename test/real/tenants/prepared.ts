/** A cluster with everything that objects of tenants need before they can be applied: definitions, namespaces, policies. */
import type { Cluster } from '../kubernetes/cluster';
import { admit, apply, delivery, listOf, served } from '../kubernetes/apply';
import { cloudDefinitions, definitions, definitionsOf } from '../kubernetes/definitions';
import { ownFiles, releases, type Release } from '../kubernetes/delivery';
import { isDefinitions } from '../kubernetes/install';
import { sleep, until } from '../process';
import type { Report } from '../report';

/** Components that those of tenants stand on, in the order of their waves. */
const below = ['namespaces', 'admission-policies', 'priority-classes', 'storage', 'postgres-images', 'tenant-store', 'tenant-guards'];

/** Components of the tenants themselves, beside what they share. */
export const tenantReleases = (cluster: string): readonly Release[] => releases(cluster).filter(({ namespace }) => namespace.startsWith('db-'));

export async function prepared(cluster: Cluster, cloud: string, report: Report): Promise<void> {
  await admit(cluster);
  const given = cloudDefinitions(cloud);
  const order = releases(cluster.name);
  // A cluster without databases of MariaDB has no definitions of it; its rule is there all the same.
  const files = [...new Set([...order.filter(isDefinitions).flatMap(({ sources }) => sources.flatMap(definitions)), ...definitionsOf('mariadb-operator')])];
  const defined = await apply(cluster, [...given.files, ...files, ...(given.objects.length > 0 ? ['-'] : [])], { input: listOf(given.objects) });
  report.check(`${cluster.name}: ${defined.objects.length} definitions are served`, [...defined.problems, ...(await served(cluster))]);
  for (const release of order.filter(({ component }) => below.includes(component))) {
    const applied = await apply(cluster, ownFiles(release), { as: delivery });
    report.check(`${cluster.name}: ${release.component}: ${applied.objects.length} objects accepted without a warning`, applied.problems);
  }
  await countable(cluster);
}

/**
 * Waits until databases are counted. The controller of quotas looks for new kinds twice a minute; a quota that is older than
 * its look is counted again after five minutes only, so that each attempt is a quota of its own.
 */
async function countable(cluster: Cluster): Promise<void> {
  const counts = ['count/clusters.postgresql.cnpg.io', 'count/mariadbs.k8s.mariadb.com'];
  let attempt = 0;
  await until('databases are counted by quotas', 600, async () => {
    const name = `attempt-${attempt++}`;
    await cluster.kubectl(['create', 'quota', name, '-n', 'default', `--hard=${counts.map((each) => `${each}=1`).join(',')}`]);
    await sleep(3000);
    const { stdout } = await cluster.kubectl(['get', 'resourcequota', name, '-n', 'default', '-o', 'jsonpath={.status.used}']);
    await cluster.kubectl(['delete', 'resourcequota', name, '-n', 'default']);
    return counts.every((each) => stdout.includes(each)) ? true : undefined;
  });
}
