/** Argo CD delivers the repository to each cluster: its real controllers, from an empty cluster to all waves healthy, and on from there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localClusters } from '../kubernetes/cluster';
import { releases } from '../kubernetes/delivery';
import type { Part } from '../part';
import { until } from '../process';
import { Api } from './api';
import { applications, good, said } from './applications';
import { startArgoCd } from './argo-cd';
import { bootstrap } from './bootstrap';
import { controllers, machines } from './machines';
import { Operators } from './operators';
import { world } from './outside';
import { Repository } from './repository';

export const argocd: Part = async ({ report, servers, work, platform, synthesis }) => {
  const say = (text: string) => report.note(text);
  for (const old of ['outside', 'repository']) rmSync(join(work, old), { recursive: true, force: true });
  const names = platform.cloud.clusters.map(({ name }) => name).slice(0, 1);
  const { repository: url, path } = platform.delivery;
  const repository = await Repository.of(join(work, 'repository'), path, synthesis.files);
  const outside = await world({ releases: names.flatMap(releases), repository: url, folder: repository.folder, work: join(work, 'outside') });
  const clusters = await localClusters({ names, servers, work, say, controllers });
  const apis: Api[] = [];
  try {
    for (const cluster of clusters) {
      const place = platform.cloud.clusters.find(({ name }) => name === cluster.name) ?? { provider: '', region: '' };
      const api = new Api(cluster.server, cluster.token);
      apis.push(api);
      await machines({ cluster, api, place, servers, say });
      await bootstrap({ cluster, provider: place.provider, repository: url, world: outside, report });
      new Operators(api);
      await startArgoCd({ cluster, api, world: outside, servers, say });
      let last = '';
      await until('all', 500, async () => {
        const all = await applications(api);
        const line = `${all.length} applications, ${all.filter(good).length} good; ${all
          .filter((each) => !good(each))
          .map(said)
          .join(' | ')}`.slice(0, 600);
        if (line !== last) say(`${new Date().toISOString()} ${(last = line)}`);
        return all.length > 57 && all.every(good) ? true : undefined;
      });
    }
  } finally {
    for (const api of apis) api.stop();
    await outside.stop();
    say(`unanswered: ${JSON.stringify(outside.unanswered)}`);
    say(`asked: ${JSON.stringify([...outside.asked])}`);
  }
};
