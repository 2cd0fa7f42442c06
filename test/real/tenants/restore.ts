/** A restore to a new database, and the way of a database out of the platform. */
import type { Report } from '../report';
import type { InputFolder } from './files';
import type { Site } from './site';

const tenant = 'payments';
const namespace = `db-${tenant}`;
const until = '2026-11-28T22:00:00Z';

export async function restored(input: InputFolder, [home]: readonly Site[], report: Report): Promise<void> {
  if (!home) throw new Error('a cluster is needed');
  const before = await home.get(namespace, 'ledger');
  await input.run('restore', `${tenant}/ledger`, '--as', 'ledger-trial', '--until', until);
  const problems = await home.deliver(tenant);
  const made = await home.get(namespace, 'ledger-trial');
  const from = made?.spec.bootstrap['recovery'];
  const archive = made?.spec.externalClusters?.find(({ name }) => name === from?.source)?.plugin.parameters['serverName'];
  report.check('restore: a new database is made from the archive of the other one, up to the time, with an archive of its own', [
    ...problems,
    ...(archive === 'ledger-v1' ? [] : [`it reads ${archive ?? 'nothing'}`]),
    ...(JSON.stringify(from?.recoveryTarget) === JSON.stringify({ targetTime: until }) ? [] : [`it goes to ${JSON.stringify(from?.recoveryTarget)}`]),
    ...(made?.spec.plugins[0]?.parameters.serverName === 'ledger-trial-v1' ? [] : ['its own archive has another name']),
    ...(from?.secret?.name === 'ledger-trial.ledger.1' ? [] : ['the password of its owner is not its own']),
  ]);
  report.check(
    'restore: the database whose backups are read is as it was',
    before?.metadata.generation === (await home.get(namespace, 'ledger'))?.metadata.generation ? [] : ['its spec changed'],
  );
  await home.status(namespace, 'ledger-trial', {
    phase: 'Cluster in healthy state',
    conditions: [{ type: 'Ready', status: 'True', reason: 'ClusterIsReady', message: 'Cluster is Ready', lastTransitionTime: '2026-11-29T10:00:00Z' }],
  });
  const waited = await home.asked('wait', 'cluster/ledger-trial', '-n', namespace, '--for=condition=Ready', '--timeout=20s');
  report.check('restore: the command that waits for it sees it', waited.code === 0 ? [] : [waited.text]);
}

/** Nobody deletes what holds data, the delivery included, until the input says so. */
export async function deletions(input: InputFolder, [home]: readonly Site[], report: Report): Promise<void> {
  if (!home) throw new Error('a cluster is needed');
  for (const [kind, name] of [
    ['clusters.postgresql.cnpg.io', 'ledger'],
    ['databases.postgresql.cnpg.io', 'ledger.ledger'],
    ['objectstores.barmancloud.cnpg.io', 'ledger'],
  ] as const) {
    const { code, text } = await home.asked('delete', kind, name, '-n', namespace, '--dry-run=server', '--wait=false');
    report.check(`deletion: ${kind} ${name} is denied`, code !== 0 && text.includes('dbaas/allow-delete') ? [] : [text]);
  }
  const { code, text } = await home.asked('delete', 'namespace', namespace, '--dry-run=server', '--wait=false');
  report.check(`deletion: namespace ${namespace} is denied`, code !== 0 && text.includes('dbaas/allow-delete') ? [] : [text]);

  const file = 'databases/payments.yaml';
  const restore = `    restore: { from: ledger, until: "${until}" }\n`;
  input.edit(file, restore, `${restore}    deletion: { confirm: payments/ledger-trial }\n`);
  const stated = await home.deliver(tenant);
  const approved = (await home.get(namespace, 'ledger-trial'))?.metadata.annotations?.['dbaas/allow-delete'];
  report.check('deletion: the statement in the input reaches the object', [
    ...stated,
    ...(approved === 'ledger-trial' ? [] : [`it says ${approved ?? 'nothing'}`]),
  ]);
  input.cut(file, 'ledger-trial');
  const pruned = await home.deliver(tenant);
  report.check('deletion: once the entry is gone the delivery may delete the database, and that one only', [
    ...pruned,
    ...((await home.get(namespace, 'ledger-trial')) === undefined ? [] : ['it is still there']),
    ...((await home.get(namespace, 'ledger')) === undefined ? ['the other one is gone as well'] : []),
  ]);
}
