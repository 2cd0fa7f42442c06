/** dist/ against real API servers, one for each cluster of platform.yaml. */
import type { Part } from '../part';
import { clusters } from './cluster';
import { releases } from './delivery';
import { install, isDefinitions } from './install';
import { unchanged } from './second-apply';
import { asMeant } from './as-meant';
import { fullSize } from './full-size';
import { pods } from './pods';
import { policies } from './policies';

export const kubernetes: Part = async ({ report, servers, work, synthesis, platform }) => {
  const wanted = platform.cloud.clusters.map(({ name }) => name);
  const found = await clusters({ names: wanted, servers, work, say: (text) => report.note(text) });
  for (const name of wanted.filter((each) => !found.some((cluster) => cluster.name === each)))
    report.check(`${name}: KUBECONFIG has a context of this name`, ['it has none: give the throw-away cluster a context called so']);
  await Promise.all(
    found.map(async (cluster) => {
      const { name } = cluster;
      const provider = platform.cloud.clusters.find((each) => each.name === name)?.provider ?? '';
      const order = releases(name);
      report.note(`${name}: Kubernetes ${cluster.version}`);
      const installed = await install({ cluster, cloud: provider, releases: order, report });
      const foreign = order.filter((release) => release.kind === 'helm' || (release.kind === 'git' && !isDefinitions(release)));
      report.skip(
        `${name}: objects of ${foreign.length} third-party releases`,
        `rendered from their repositories, which a test does not download: ${foreign.map(({ component }) => component).join(', ')}`,
      );
      const rendered =
        synthesis.clusters.find((each) => each.cluster.name === name)?.components.flatMap(({ built }) => built.objects.map(({ object }) => object)) ?? [];
      await unchanged(cluster, order, installed, report);
      asMeant(name, rendered, installed, report);
      const all = [...rendered, ...installed.bootstrap];
      await pods(cluster, all, report);
      if (cluster.given) report.skip(`${name}: namespaces at full size`, 'the controllers of this cluster have already made pods, which the quotas count');
      else await fullSize(cluster, all, report);
      await policies(cluster, provider, rendered, report);
    }),
  );
};
