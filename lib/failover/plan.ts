/** Which steps are left of a switch, and whether what is asked for fits the state. */
import type { PlatformError } from '../model';
import { bySimilarity } from '../model/mistakes/nearest';
import { demotionToken } from './commands';
import { refused, type Phase, type Situation } from './state';
import { after, demote, giveUp, promote, release, remake, tidy, tokenPlaceholder, type Step } from './steps';
import { checkedToken } from './token';

export interface Request {
  /** Cluster that is to take writes. */
  readonly to?: string | undefined;
  /** The cluster that takes writes is gone. */
  readonly lost: boolean;
  /** Token of the demoted primary. */
  readonly token?: string | undefined;
}

/** Everything that is left, the next step first; nothing if what is asked for is so already. */
export function stepsLeft(situation: Situation, request: Request): readonly Step[] {
  checkTarget(situation, request);
  if (request.lost) return isDone(situation, request) ? rest(situation) : followed(situation, [giveUp, remake, release]);
  if (situation.phase === 'steady') return request.to === situation.primary ? [] : planned(situation, request);
  return rest(situation, request.token);
}

/** A cluster that was given up is not given up again. */
const isDone = ({ phase, primary }: Situation, { to }: Request): boolean => (phase === 'lost' || phase === 'rebuilding') && to === primary;

const planned = (situation: Situation, { to = situation.standby }: Request): readonly Step[] =>
  followed(situation, [(at) => demote(at, to), (at) => promote(at, tokenPlaceholder), tidy]);

function rest(situation: Situation, token: string = tokenPlaceholder): readonly Step[] {
  const left: Record<Phase, readonly ((at: Situation) => Step)[]> = {
    steady: [],
    demoting: [(at) => promote(at, token), tidy],
    promoting: [tidy],
    lost: [remake, release],
    rebuilding: [release],
  };
  return followed(situation, left[situation.phase]);
}

function followed(situation: Situation, makers: readonly ((at: Situation) => Step)[]): readonly Step[] {
  let at = situation;
  return makers.map((make) => {
    const step = make(at);
    at = after(at, step.change);
    return step;
  });
}

/** @throws PlatformError failover/state if the target does not exist, or a switch to the other one is going on */
function checkTarget(situation: Situation, { to, lost }: Request): void {
  const { primary, standby, phase, database } = situation;
  if (to !== undefined && to !== primary && to !== standby)
    throw refused(`'${to}' is not a cluster of this database`, `It is in ${bySimilarity(to, [primary, standby]).join(' and ')}.`);
  const { demoteTo } = database.replication;
  if (demoteTo !== undefined && to !== undefined && to !== demoteTo)
    throw refused(
      `a switch to ${demoteTo} is going on`,
      `Finish it, or take it back: dbaas-gitops failover cancel. If ${demoteTo} is lost, take it back: ${primary} leads again.`,
    );
  if (lost && to === primary && phase !== 'lost' && phase !== 'rebuilding')
    throw refused(`${primary} takes writes: it cannot be lost and take over`, `--lost gives ${primary} up for ${standby}: leave out --to, or name ${standby}.`);
  if (!lost && to !== undefined && to !== primary && (phase === 'lost' || phase === 'rebuilding')) throw notYet(situation);
  if (lost && (phase === 'lost' || phase === 'rebuilding') && to !== primary) throw noCopy(situation);
  if (!lost && phase === 'promoting' && to !== undefined && to !== primary)
    throw refused(`the switch to ${primary} is not through`, 'Its last commit, which takes the token away, comes first: dbaas-gitops failover apply');
}

const notYet = ({ standby }: Situation): PlatformError =>
  refused(`${standby} has no copy that could take over`, 'It was given up, and has to be made anew first: dbaas-gitops failover rebuild');

const noCopy = ({ primary, standby }: Situation): PlatformError =>
  refused(
    `${primary} is the only copy: ${standby} was given up and is not made anew yet`,
    `If ${primary} is lost as well, restore from the backups of either: dbaas-gitops restore --help`,
  );

/**
 * The step that is next, or undefined if there is nothing to do.
 * @throws PlatformError failover/state, failover/token
 */
export function nextStep(situation: Situation, request: Request): Step | undefined {
  const { phase, standby, primary, database } = situation;
  const given = request.token === undefined ? undefined : checkedToken(request.token, demotionToken(situation, phase === 'promoting' ? standby : primary));
  if (!request.lost && phase === 'promoting' && given !== undefined) {
    if (given === database.replication.promotionToken) return undefined;
    const retry = { ...situation, primary: standby, standby: primary, phase: 'demoting' as const };
    return promote(retry, given);
  }
  if (given !== undefined && (request.lost || phase !== 'demoting'))
    throw refused(
      request.lost ? 'a cluster that is lost leaves no token' : 'no primary has been demoted: there is no token to hand over',
      request.lost ? `With a token nothing is lost: leave out --lost.` : 'A switch begins without one: dbaas-gitops failover plan',
    );
  const [next] = stepsLeft(situation, { ...request, token: given });
  if (!next || request.lost) return isDone(situation, request) ? undefined : next;
  if (phase === 'steady' && request.to === undefined)
    throw refused(`to which cluster? ${primary} takes writes`, `Write --to ${standby}: so that a command that is run once too often does not switch back.`);
  if (phase === 'demoting' && given === undefined)
    throw refused(
      `${primary} is being demoted, and its token is missing`,
      `Read it, then give it with --token or --token-file:\n${demotionToken(situation, primary)}`,
    );
  if (phase === 'lost' || phase === 'rebuilding') {
    if (request.to === primary) return undefined;
    throw refused(
      `${primary} takes writes; what is left is to make ${standby} anew`,
      'dbaas-gitops failover plan says how; then: dbaas-gitops failover rebuild',
    );
  }
  return next;
}

/**
 * The next step of making a lost cluster anew. `deleted` says that the old cluster object is gone.
 * @throws PlatformError failover/state
 */
export function rebuildStep(situation: Situation, deleted: boolean): Step {
  const { phase, standby } = situation;
  if (phase === 'lost' && !deleted) return remake(situation);
  if (phase === 'rebuilding' && deleted) return release(situation);
  if (phase === 'lost')
    throw refused(`${standby} is not being made anew yet`, 'First without --deleted: the new archive has to be named before anything is deleted.');
  if (phase === 'rebuilding')
    throw refused(
      `${standby} is being made anew`,
      'When the old cluster object is deleted and made again, as failover plan says: dbaas-gitops failover rebuild --deleted',
    );
  throw refused('no cluster of this database was given up', 'Only after failover apply --lost is there something to make anew.');
}
