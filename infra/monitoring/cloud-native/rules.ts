/** What a cloud evaluates for a cluster: the rules of every component, and the objectives of its endpoints. */
import { cloudNativeSettings } from '../../../lib/model';
import { ruleGroups, type RuleGroup } from '../../../lib/monitoring/groups';
import { objectiveRules } from '../../../lib/monitoring/objectives';
import { hosts } from '../../../lib/names';
import type { ClusterContext } from '../../context';

export const rulesOf = ({ platform, wiring }: Pick<ClusterContext, 'platform' | 'wiring'>): readonly RuleGroup[] =>
  ruleGroups([...wiring.all('rules'), ...objectiveRules(wiring.all('endpoints'), cloudNativeSettings(platform).availabilityPercent, hosts(platform))]);
