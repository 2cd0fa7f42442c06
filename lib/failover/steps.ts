/** The steps of a switch: what each commit changes, what to run before and after it, how long it takes, the way back. */
import { incarnationIn, type PostgresqlDatabase } from '../model';
import * as say from './commands';
import type { Command } from './commands';
import type { Change } from './files';
import { refused, type Situation } from './state';

export interface Step {
  readonly title: string;
  readonly why: string;
  readonly change: Change;
  /** How the command line makes the change, without the database. */
  readonly command: string;
  readonly before: readonly Command[];
  readonly after: readonly Command[];
  readonly takes: string;
  readonly back: string;
  readonly never: readonly string[];
}

/** Stands for the live value in a plan that is printed before there is one. */
export const tokenPlaceholder = '<status.demotionToken>';

export function demote(situation: Situation, to: string): Step {
  const { primary: from, database } = situation;
  return {
    title: `${from} stops taking writes`,
    why: `The operator shuts PostgreSQL down in ${from}, archives the last of its log and starts it again as a standby. In ${to} nothing changes yet.`,
    change: { demoteTo: to },
    command: `apply --to ${to}`,
    before: [
      say.healthy(situation, from),
      say.healthy(situation, to),
      say.archiving(situation, from),
      say.archiving(situation, to),
      say.baseBackup(situation, to),
      say.lag(situation, to),
    ],
    after: [...say.delivered(situation, [from], `${database.name}: demote ${from}`), say.waitForToken(situation, from), say.inRecovery(situation, from, true)],
    takes: `Writes stop when ${from} shuts down (up to three minutes for clients to leave) and are back at the end of step 2: a few minutes, and the time of two reviews. Have both commits reviewed beforehand.`,
    back: `dbaas-gitops failover cancel takes the commit back: ${from} leads again, on a new timeline that ${to} follows. Nothing is lost.`,
    never: [
      `Do not delete, restart or fence anything in ${from} or ${to} by hand while the switch runs.`,
      `Do not set primary without the token while ${from} lives: that is a failover, and ${from} has to be made anew.`,
    ],
  };
}

export function promote(situation: Situation, token: string): Step {
  const to = situation.database.replication.demoteTo ?? situation.standby;
  const from = to === situation.primary ? situation.standby : situation.primary;
  return {
    title: `${to} takes over`,
    why: `${to} reads the log of ${from} up to the point in the token, then takes writes on a new timeline; ${from} follows it. Primary and token must be in the same commit.`,
    change: { primary: to, promotionToken: token, demoteTo: undefined },
    command: `apply --token-file ${say.tokenFile(situation)}`,
    before: [say.waitForToken(situation, from), say.inRecovery(situation, from, true)],
    after: [
      ...say.delivered(situation, [to, from], `${situation.database.name}: promote ${to}`),
      say.waitForPromotion(situation, to, true),
      say.inRecovery(situation, to, false),
      say.inRecovery(situation, from, true),
      say.healthy(situation, to),
      say.archiving(situation, to),
    ],
    takes: 'A minute after the commit has arrived, unless log is still missing: then as long as that takes to arrive. Nothing is lost (RPO 0).',
    back: `None by a revert: once ${to} has taken writes, ${from} is behind. Go through with step 3, then switch back the same way. If the token is refused, read it once more and run this step with the new one.`,
    never: ['Do not edit the token, and do not use one of an earlier switch.'],
  };
}

export function tidy(situation: Situation): Step {
  const { primary, standby } = situation;
  return {
    title: 'the token goes',
    why: 'It is good for one switch. The next one has a token of its own.',
    change: { promotionToken: undefined },
    command: 'apply',
    before: [say.waitForPromotion(situation, primary, true), say.inRecovery(situation, primary, false)],
    after: [...say.delivered(situation, [primary, standby], `${situation.database.name}: switch is through`), say.healthy(situation, standby)],
    takes: 'No interruption.',
    back: 'Not needed: the commit changes nothing in PostgreSQL.',
    never: [`Do not make this commit before ${primary} takes writes: without the token it would be promoted whether or not it has everything.`],
  };
}

export function giveUp(situation: Situation): Step {
  const { primary: lost, standby: to } = situation;
  return {
    title: `${to} takes over without ${lost}`,
    why: `${to} takes writes at once, with what has arrived there. ${lost} is fenced: should it come back, its PostgreSQL is stopped as soon as git reaches it.`,
    change: { primary: to, fenced: lost, demoteTo: undefined, promotionToken: undefined },
    command: 'apply --lost',
    before: [
      {
        run: `kubectl --context ${lost} get nodes`,
        expect: `no answer, and the cloud says that it will stay so: if ${lost} only has no operator or no git, use the planned switch`,
      },
      say.healthy(situation, to),
      say.lastReplayed(situation, to),
    ],
    after: [
      ...say.delivered(situation, [to], `${situation.database.name}: ${lost} is lost, promote ${to}`),
      say.waitForPromotion(situation, to, false),
      say.healthy(situation, to),
      say.archiving(situation, to),
    ],
    takes: `A minute or two after the commit has arrived. Lost is what ${lost} had not archived: up to five minutes of commits (archive_timeout) when archiving worked, more when it did not.`,
    back: `None: both would have commits that the other lacks. When ${lost} is back: dbaas-gitops failover rebuild.`,
    never: [
      `Do not let clients write to ${lost} again: before it gets network back, see that git can reach it, or fence it by hand first (kubectl --context ${lost} -n ${say.namespaceOf(situation)} annotate cluster ${situation.database.name} 'cnpg.io/fencedInstances=["*"]' --overwrite).`,
      `Do not remove ${lost} from fenced: it has commits that nobody else has, and can never follow ${to}.`,
    ],
  };
}

export function remake(situation: Situation): Step {
  const { standby: old, primary, database } = situation;
  const number = incarnationIn(database, old) + 1;
  return {
    title: `${old} is made anew`,
    why: `It starts from a base backup of ${primary} and writes to a new, empty archive (number ${number}). What was there stays fenced until you delete it.`,
    change: { rebuilding: old, fenced: undefined, incarnation: { cluster: old, number } },
    command: 'rebuild',
    before: [
      { run: `kubectl --context ${old} get nodes`, expect: `${old} answers again` },
      say.fence(situation, old),
      say.baseBackup(situation, primary),
      say.healthy(situation, primary),
    ],
    after: [
      ...say.delivered(situation, [old], `${database.name}: make ${old} anew`),
      { run: `${say.fence(situation, old).run} # look once more`, expect: '["*"]. If something is needed that only the old data has, take it now' },
      ...say.removal(situation, old),
    ],
    takes: `As long as reading a base backup takes: the size of the data through the slower of network and volume. ${primary} takes writes all the time, without a standby cluster until this is through.`,
    back: `Before the deletion: write fenced: [${old}] in the place of rebuilding and take the number back. Afterwards there is none, and nothing to go back to.`,
    never: [
      `Do not delete the cluster in ${primary}: look at the context of every command.`,
      'Do not take a number that was used before: its archive is not empty, and the operator refuses it.',
    ],
  };
}

export function release(situation: Situation): Step {
  const { standby, primary } = situation;
  return {
    title: `${standby} runs as the standby`,
    why: 'The old data is gone; what has been made anew may start.',
    change: { rebuilding: undefined },
    command: 'rebuild --deleted',
    before: [
      {
        run: say.field(situation, standby, '.spec.plugins[0].parameters.serverName} {.spec.bootstrap.recovery.source} {.metadata.creationTimestamp'),
        expect: `the archive of number ${incarnationIn(situation.database, standby)}, the source in ${primary}, and a time after the deletion`,
      },
    ],
    after: [
      ...say.delivered(situation, [standby], `${situation.database.name}: ${standby} follows again`),
      say.healthy(situation, standby),
      say.inRecovery(situation, standby, true),
      say.archiving(situation, standby),
      say.baseBackup(situation, standby),
    ],
    takes: 'Minutes. The first base backup of the new archive comes with the next schedule; until then do not switch back.',
    back: `Not needed. To have ${standby} lead again, switch as planned: dbaas-gitops failover plan … --to ${standby}`,
    never: [`Do not make this commit while the old cluster object is still in ${standby}: its data would run again.`],
  };
}

export const cancel = (situation: Situation): Change => {
  if (situation.phase === 'demoting') return { demoteTo: undefined };
  throw refused(
    situation.phase === 'steady' ? 'no switch is going on' : 'this step cannot be taken back',
    situation.phase === 'steady'
      ? 'There is nothing to cancel.'
      : 'Only the first commit of a planned switch can. dbaas-gitops failover plan says how it goes on.',
  );
};

/** The situation after a change, for the steps that follow it. */
export function after(situation: Situation, change: Change): Situation {
  const { replication } = situation.database;
  const kept = Object.fromEntries(Object.entries({ ...replication, ...change }).filter(([key]) => key !== 'incarnation'));
  const primary = change.primary ?? situation.primary;
  const database = {
    ...situation.database,
    replication: {
      ...kept,
      fenced: 'fenced' in change ? (change.fenced === undefined ? [] : [change.fenced]) : replication.fenced,
      incarnations: change.incarnation
        ? [...replication.incarnations.filter(({ cluster }) => cluster !== change.incarnation?.cluster), change.incarnation]
        : replication.incarnations,
    },
  } satisfies PostgresqlDatabase;
  return { ...situation, database, primary, standby: primary === situation.primary ? situation.standby : situation.primary };
}
