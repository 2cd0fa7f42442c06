/** A switch and two failovers of payments/orders, by the commits that the command line makes and what the operator answers. */
import type { Report } from '../report';
import type { InputFolder } from './files';
import type { PostgresCluster, Site } from './site';

const tenant = 'payments';
const name = 'orders';
const namespace = `db-${tenant}`;
const of = `${tenant}/${name}`;

/** As the operator writes it: pkg/utils, CreatePromotionToken. */
const tokenOf = (timeline: number): string =>
  Buffer.from(
    JSON.stringify({
      latestCheckpointTimelineID: String(timeline),
      redoWalFile: `0000000${timeline}0000000000000007`,
      databaseSystemIdentifier: '7300000000000000001',
      latestCheckpointREDOLocation: '0/7000028',
      timeOfLatestCheckpoint: 'Sun Nov 29 10:00:00 2026',
      operatorVersion: '1.30.0',
    }),
  ).toString('base64');

const healthy = {
  phase: 'Cluster in healthy state',
  currentPrimary: `${name}-1`,
  targetPrimary: `${name}-1`,
  conditions: [
    { type: 'Ready', status: 'True', reason: 'ClusterIsReady', message: 'Cluster is Ready', lastTransitionTime: '2026-11-29T10:00:00Z' },
    { type: 'ContinuousArchiving', status: 'True', reason: 'ContinuousArchivingSuccess', message: 'working', lastTransitionTime: '2026-11-29T10:00:00Z' },
  ],
};
const id = (site: Site): string => `${name}-${site.name}`;

async function live(site: Site): Promise<PostgresCluster> {
  const found = await site.get(namespace, name);
  if (!found) throw new Error(`${site.name} has no cluster ${name}`);
  return found;
}

const replicaIs = (cluster: PostgresCluster, self: Site, primary: Site, token?: string): readonly string[] => {
  const { replica } = cluster.spec;
  return replica?.self === id(self) && replica.primary === id(primary) && replica.promotionToken === token && replica.source !== id(self)
    ? []
    : [`replica is ${JSON.stringify(replica)}`];
};
const isFenced = ({ metadata: { annotations } }: PostgresCluster): boolean => annotations?.['cnpg.io/fencedInstances'] === '["*"]';
const unchanged = (before: PostgresCluster, now: PostgresCluster): readonly string[] =>
  before.metadata.generation === now.metadata.generation ? [] : ['its spec changed'];

export async function plannedSwitch(input: InputFolder, [home, other]: readonly Site[], report: Report): Promise<void> {
  if (!home || !other) throw new Error('two clusters are needed');
  for (const site of [home, other]) {
    report.check(`switch: ${site.name} as it is`, await site.deliver(tenant));
    await site.status(namespace, name, healthy);
  }
  const begun = await live(other);

  await input.run('failover', 'apply', of, '--to', other.name);
  const demoted = [...(await home.deliver(tenant)), ...(await other.deliver(tenant))];
  report.check(`switch, first commit: ${home.name} is told to follow ${other.name}, which hears nothing of it`, [
    ...demoted,
    ...replicaIs(await live(home), home, other),
    ...unchanged(begun, await live(other)),
  ]);

  // What the operator does in between: fences, waits for the shutdown, writes the token, takes the fence away.
  await home.cluster.kubectl(['annotate', 'cluster', name, '-n', namespace, 'cnpg.io/fencedInstances=["*"]']);
  report.check(`switch: the fence of the operator stays when the delivery comes round`, [
    ...(await home.deliver(tenant)),
    ...(isFenced(await live(home)) ? [] : ['it is gone']),
  ]);
  await home.status(namespace, name, { demotionToken: tokenOf(1) });
  await home.cluster.kubectl(['annotate', 'cluster', name, '-n', namespace, 'cnpg.io/fencedInstances-']);

  const read = await home.asked('get', 'cluster', name, '-n', namespace, '-o', 'jsonpath={.status.demotionToken}');
  const before = await live(home);
  await input.run('failover', 'apply', of, '--token', read.text);
  const promoted = [...(await home.deliver(tenant)), ...(await other.deliver(tenant))];
  report.check(`switch, second commit: ${other.name} gets primary and token at once, and ${home.name} no change`, [
    ...promoted,
    ...replicaIs(await live(other), other, other, tokenOf(1)),
    ...unchanged(before, await live(home)),
  ]);
  await other.status(namespace, name, { lastPromotionToken: tokenOf(1) });
  const waited = await other.asked('wait', `cluster/${name}`, '-n', namespace, `--for=jsonpath={.status.lastPromotionToken}=${tokenOf(1)}`, '--timeout=20s');
  report.check('switch: the command that waits for the promotion sees it', waited.code === 0 ? [] : [waited.text]);
  report.check(`switch: databases and roles are objects of ${other.name} now; those that hold data stay in ${home.name}`, [
    ...(await missing(other, 'databases.postgresql.cnpg.io', 2)),
    ...(await missing(other, 'databaseroles.postgresql.cnpg.io', 3)),
    ...(await missing(home, 'databases.postgresql.cnpg.io', 2)),
    ...((await ofOrders(home, 'databaseroles.postgresql.cnpg.io')).length === 0 ? [] : ['roles are left']),
  ]);

  await input.run('failover', 'apply', of);
  report.check(`switch, third commit: the token goes`, [...(await other.deliver(tenant)), ...replicaIs(await live(other), other, other)]);
}

const ofOrders = async (site: Site, kind: string) => (await site.names(kind, namespace)).filter((each) => each.startsWith(`${name}.`));
async function missing(site: Site, kind: string, count: number): Promise<readonly string[]> {
  const found = await ofOrders(site, kind);
  return found.length === count ? [] : [`${site.name} has ${found.join(' ') || 'none'} of ${kind}`];
}

/** After the switch the second cluster leads. It is lost, then the first one: each is made anew with a new archive. */
export async function lostClusters(input: InputFolder, [home, other]: readonly Site[], report: Report): Promise<void> {
  if (!home || !other) throw new Error('two clusters are needed');
  await lose(input, other, home, report);
  await lose(input, home, other, report);
}

async function lose(input: InputFolder, lost: Site, to: Site, report: Report): Promise<void> {
  await input.run('failover', 'apply', of, '--lost');
  report.check(`${lost.name} is lost: ${to.name} takes over without a token`, [...(await to.deliver(tenant)), ...replicaIs(await live(to), to, to)]);

  const back = await lost.deliver(tenant);
  const old = await live(lost);
  report.check(`${lost.name} comes back: it is fenced and told to follow ${to.name}, with its old archive`, [
    ...back,
    ...replicaIs(old, lost, to),
    ...(isFenced(old) ? [] : ['it is not fenced']),
    ...archiveIs(old, 1),
  ]);

  await input.run('failover', 'rebuild', of);
  const renamed = [...(await lost.deliver(tenant))];
  const remade = await live(lost);
  report.check(`${lost.name} is to be made anew: fenced, with an empty archive and the backups of ${to.name} as its origin`, [
    ...renamed,
    ...archiveIs(remade, 2),
    ...(isFenced(remade) ? [] : ['it is not fenced']),
    ...startsFrom(remade, to),
  ]);

  const refused = await lost.asked('delete', 'cluster', name, '-n', namespace, '--wait=false');
  report.check(`${lost.name}: the old cluster object is not deleted without the statement`, [
    ...(refused.code !== 0 && refused.text.includes('dbaas/allow-delete') ? [] : [`it was not refused: ${refused.text}`]),
  ]);
  const wrong = await lost.asked('annotate', 'cluster', name, '-n', namespace, 'dbaas/allow-delete=ledger');
  report.check(`${lost.name}: a statement about another database is refused`, wrong.code === 0 ? ['it was accepted'] : []);
  await lost.asked('annotate', 'cluster', name, '-n', namespace, `dbaas/allow-delete=${name}`);
  const deleted = await lost.asked('delete', 'cluster', name, '-n', namespace);
  const created = await lost.deliver(tenant);
  const fresh = await live(lost);
  report.check(`${lost.name}: with the statement it is deleted, and git makes it anew: from a backup, as a standby, fenced`, [
    ...(deleted.code === 0 ? [] : [deleted.text]),
    ...created,
    ...(fresh.metadata.uid === old.metadata.uid ? ['it is the old one'] : []),
    ...(fresh.metadata.annotations?.['dbaas/allow-delete'] === undefined ? [] : ['it may be deleted']),
    ...(isFenced(fresh) ? [] : ['it is not fenced']),
    ...startsFrom(fresh, to),
  ]);

  await input.run('failover', 'rebuild', of, '--deleted');
  const freed = await lost.deliver(tenant);
  const running = await live(lost);
  report.check(`${lost.name} runs as the standby of ${to.name}`, [
    ...freed,
    ...(isFenced(running) ? ['it is fenced'] : []),
    ...replicaIs(running, lost, to),
    ...archiveIs(running, 2),
  ]);
  await to.deliver(tenant);
  const seen = (await live(to)).spec.externalClusters?.find((each) => each.name === id(lost))?.plugin.parameters['serverName'];
  report.check(`${to.name} reads the new archive of ${lost.name} from now on`, seen === `${name}-v2` ? [] : [`it reads ${seen ?? 'none'}`]);
}

const archiveIs = (cluster: PostgresCluster, number: number): readonly string[] =>
  cluster.spec.plugins[0]?.parameters.serverName === `${name}-v${number}`
    ? []
    : [`it writes to ${cluster.spec.plugins[0]?.parameters.serverName ?? 'nothing'}`];

/** The operator refuses a new standby that would be made empty. */
const startsFrom = ({ spec: { bootstrap } }: PostgresCluster, primary: Site): readonly string[] =>
  bootstrap['recovery']?.source === id(primary) && bootstrap['initdb'] === undefined ? [] : [`it starts from ${JSON.stringify(bootstrap)}`];
