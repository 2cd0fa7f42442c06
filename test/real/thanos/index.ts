/** Thanos in both clusters, as dist/ configures it: buckets, queries over all clusters, and trust between them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { metricsPeerHost } from '../../../lib/names';
import { authority } from '../certificates';
import type { Part } from '../part';
import { debianProgram, goPrograms, goVersion, nodeProgram } from '../programs';
import { authorities, secretsOf, unverified } from './peers';
import { buckets, queries } from './queries';
import { Site, type Programs } from './site';
import { trust } from './trust';

export const thanos: Part = async ({ report, servers, work, platform }) => {
  const programs = await programsOf((text) => report.note(text));
  const folder = join(work, 'run');
  rmSync(folder, { recursive: true, force: true });
  const made = await authorities(join(folder, 'authorities'), platform.name, platform.domain);
  const ca = await authority(join(folder, 'web'), 'clouds');
  const azureTenant = 'azure' in platform.cloud ? platform.cloud.azure.tenantId : '';
  const sites: Site[] = [];
  try {
    for (const { name } of platform.cloud.clusters) {
      const secrets = await secretsOf(name, made, join(folder, name, 'secrets'));
      report.check(`${name}: certificates below the authority that the runbook makes are good for its root`, await unverified(made, secrets));
      sites.push(await Site.prepare({ cluster: name, programs, folder: join(folder, name), servers, ca, azureTenant, secrets }));
    }
    for (const site of sites)
      for (const [index, other] of sites.entries()) {
        const peer = platform.cloud.clusters[index];
        if (other !== site && peer !== undefined) site.hosts.serve(`${metricsPeerHost(platform, peer)}:10901`, other.pod('thanos-peer-query').grpc);
      }
    await buckets(sites, report);
    await queries(sites, report);
    await trust({ sites, made, folder, platform, report });
    for (const { name, hosts, store } of sites) {
      report.check(`${name}: Thanos asked for no host that dist/ does not tell it`, [...hosts.unknown]);
      report.check(`${name}: every request to the bucket was one that the cloud takes`, [...store.problems]);
    }
  } finally {
    await servers.stop();
    for (const site of sites) await site.stop();
  }
};

async function programsOf(say: (text: string) => void): Promise<Programs> {
  const found = {
    thanos: (await goPrograms('thanos', say))('thanos'),
    prometheus: await debianProgram({ program: 'prometheus', package: 'prometheus', say }),
    promtool: await debianProgram({ program: 'promtool', package: 'prometheus', say }),
    gofakes3: (await goPrograms('gofakes3', say))('gofakes3'),
    azurite: await nodeProgram('azurite', 'azurite-blob', say),
  };
  say(`Thanos ${goVersion('thanos', 'github.com/thanos-io/thanos')}`);
  return found;
}
