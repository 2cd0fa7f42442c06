/** Databases of tenants against real API servers and a real PostgreSQL; a switch, a failover and a restore walked through. */
import { join } from 'node:path';
import type { Part } from '../part';
import { localClusters } from '../kubernetes/cluster';
import { policies } from '../kubernetes/policies';
import { accepted } from './accepted';
import { attempts } from './bad-objects';
import { filesOf, InputFolder } from './files';
import { lostClusters, plannedSwitch } from './failover';
import { servers as postgresqlServers } from './postgresql';
import { prepared } from './prepared';
import { deletions, restored } from './restore';
import { Site } from './site';

export const tenants: Part = async ({ report, servers, work, platform }) => {
  const names = platform.cloud.clusters.map(({ name }) => name);
  const found = await localClusters({ names, servers, work, say: (text) => report.note(text), controllers: ['garbage-collector-controller'] });
  await Promise.all(
    found.map(async (cluster) => {
      const provider = platform.cloud.clusters.find(({ name }) => name === cluster.name)?.provider ?? '';
      report.note(`${cluster.name}: Kubernetes ${cluster.version}`);
      await prepared(cluster, provider, report);
      await accepted(cluster, report);
      const guards = filesOf('dist', cluster.name, 'tenant-guards');
      await policies(cluster, provider, guards, report, attempts(cluster.name, provider, platform));
    }),
  );
  const input = new InputFolder(join(work, 'input'));
  const sites = found.map((cluster) => new Site(cluster, input));
  await plannedSwitch(input, sites, report);
  await lostClusters(input, sites, report);
  await restored(input, sites, report);
  await deletions(input, sites, report);
  await postgresqlServers({ input, clusters: names, servers, work, report });
};
