/** Argo CD delivers the repository to each cluster: its real controllers, from an empty cluster to all waves healthy, and on from there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../../../bin/pipeline';
import type { Platform } from '../../../lib/model';
import { apply, served } from '../kubernetes/apply';
import { localClusters, type LocalCluster } from '../kubernetes/cluster';
import { releases } from '../kubernetes/delivery';
import type { Part, PartProps } from '../part';
import { Api } from './api';
import { Applications } from './applications';
import { startArgoCd } from './argo-cd';
import { bootstrap } from './bootstrap';
import { brokenCommit } from './broken-commit';
import { firstSync, type Held } from './first-sync';
import { controllers, machines } from './machines';
import { Operators } from './operators';
import { world, type World } from './outside';
import { Repository } from './repository';
import { addComponent, changeValue, quiet, removeComponent, removeData, selfHeal } from './scenarios';
import { promised, type Delivered, type Scene } from './scene';
import { Timeline } from './timeline';

export const argocd: Part = async (props) => {
  const { report, servers, work, platform, synthesis } = props;
  const say = (text: string) => report.note(text);
  for (const old of ['outside', 'repository']) rmSync(join(work, old), { recursive: true, force: true });
  const names = platform.cloud.clusters.map(({ name }) => name);
  const { repository: url, path } = platform.delivery;
  const repository = await Repository.of(join(work, 'repository'), path, synthesis.files);
  const used = new Set(synthesis.clusters.flatMap(({ components }) => components.flatMap(({ built }) => built.objects.map(({ object }) => groupKind(object)))));
  const outside = await world({ releases: names.flatMap(releases), used, repository: url, folder: repository.folder, work: join(work, 'outside') });
  const apis: Api[] = [];
  try {
    report.skip(
      `objects of ${new Set(names.flatMap(releases).flatMap(({ chart }) => chart.name ?? [])).size} charts of third parties`,
      'stand-ins of ours have their names and versions, because a test downloads no charts (docs/testing.md)',
    );
    const clusters = await localClusters({ names, servers, work, say, controllers });
    const delivered = await Promise.all(
      clusters.map((cluster, index) => {
        const api = new Api(cluster.server, cluster.token);
        apis.push(api);
        return installed(props, { cluster, api, outside, held: heldBack[index % heldBack.length], missing: index === 0 ? fromArgoCd : [] });
      }),
    );
    const input = readInput('platform.yaml');
    await scenes({ input, text: input.texts.platform, repository, clusters: delivered, report, root: platform.name, files: synthesis.files }, props);
    report.check('what Argo CD asked of the world outside was there', outside.unanswered);
  } finally {
    for (const api of apis) api.stop();
    await outside.stop();
  }
};

const groupKind = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string =>
  `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;

/** A status in an early wave of the first cluster, one in a late wave of the second. */
const heldBack: readonly Held[] = [
  { component: 'secret-stores', path: '/apis/external-secrets.io/v1/clustersecretstores', object: 'platform' },
  { component: 'keycloak-database', path: '/apis/postgresql.cnpg.io/v1/clusters', object: 'keycloak-db' },
];

/** Definitions that the first cluster has only from Argo CD: those of most objects. */
const fromArgoCd: readonly string[] = ['/cert-manager', '/external-secrets'];

interface InstalledProps {
  readonly cluster: LocalCluster;
  readonly api: Api;
  readonly outside: World;
  readonly held: Held | undefined;
  /** Repositories whose definitions are not there before Argo CD is. */
  readonly missing: readonly string[];
}

async function installed({ report, servers, platform, synthesis }: PartProps, { cluster, api, outside, held, missing }: InstalledProps): Promise<Delivered> {
  const { name } = cluster;
  const say = (text: string) => report.note(text);
  const place = placeOf(platform, name);
  await machines({ cluster, api, place, servers, say });
  await bootstrap({ cluster, provider: place.provider, repository: platform.delivery.repository, world: outside, report });
  await define(
    cluster,
    outside.definitions.flatMap(({ repository, file }) => (missing.some((each) => repository.endsWith(each)) ? [] : [file])),
  );
  const operators = new Operators(api);
  if (held !== undefined) operators.hold(held.path, held.object);
  const applications = new Applications(api);
  const timeline = new Timeline(api);
  await startArgoCd({ cluster, api, world: outside, servers, say });
  const rendered = { name, api, applications, operators, mustRun: () => servers.mustRun() };
  if (held !== undefined) await firstSync({ delivered: rendered, root: platform.name, waves: promised(synthesis, name), held, timeline, report });
  return rendered;
}

/**
 * Definitions that Argo CD finds, as where it takes a cluster over. It reads all kinds again after each of the three or four events
 * of a new one, which would be more than half of the processor time of this part.
 */
async function define(cluster: LocalCluster, files: readonly string[]): Promise<void> {
  const { problems } = await apply(cluster, files);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const unserved = await served(cluster);
  if (unserved.length > 0) throw new Error(unserved.join('\n'));
}

function placeOf({ cloud }: Platform, name: string) {
  const found = cloud.clusters.find((each) => each.name === name);
  if (found === undefined) throw new Error(`platform.yaml has no cluster ${name}`);
  return found;
}

async function scenes(scene: Scene, { synthesis }: PartProps): Promise<void> {
  await quiet(scene, synthesis);
  await selfHeal(scene);
  await changeValue(scene);
  await brokenCommit(scene);
  await addComponent(scene);
  await removeComponent(scene);
  await removeData(scene);
}
