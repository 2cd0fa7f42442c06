/** Service level objective of each plan: the share of 30 days in which the primary accepts connections. */
import type { Plan } from '../../../lib/model';
import { burnRates, days, hours, type Window } from '../../../lib/monitoring/objectives';
import { alert, name, type Alert, type Rules } from './alert';
import { ids, key } from './metrics';
import { accepts } from './state';

export const unavailable = (window: Window): string => `slo:database_unavailable_ratio:${window}`;
export const objective = 'slo:database_objective:ratio';

const recorded = (windows: readonly Window[]) =>
  windows.map((window) => ({ record: unavailable(window), expr: `1 - avg by (${ids}) (avg_over_time(${accepts}[${window}]))` }));

const burning = (burns: (typeof burnRates)[keyof typeof burnRates]): string =>
  burns
    .map(({ rate, long, short }) => {
      const budget = `on (plan) group_left () (${rate} * (1 - ${objective}))`;
      return `(${unavailable(long)} > ${budget} and on (${key}) ${unavailable(short)} > ${budget})`;
    })
    .join(' or ');

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseBudgetBurning',
    expr: burning(burnRates.page),
    for: '2m',
    severity: 'critical',
    summary: `${name} was unavailable for {{ $value | humanizePercentage }} of the last hours`,
    description:
      'At this rate the budget of plan {{ $labels.plan }} for 30 days is gone within days, even if it answers now: it restarts or fails over again and again. Dashboard "A database": when did it begin, and what restarts?',
  },
  {
    alert: 'DatabaseBudgetLeaking',
    expr: burning(burnRates.ticket),
    for: '1h',
    severity: 'warning',
    summary: `${name} was unavailable for {{ $value | humanizePercentage }} of the last days`,
    description:
      'Too little to page, too much for the objective of plan {{ $labels.plan }}: look for restarts that come again, and for nodes that are replaced often.',
  },
];

const ratioOf = ({ availability }: Plan): string => String(Number((availability / 100).toFixed(6)));

/** What differs between plans is data: a database finds its own by the label `plan`. */
export const objectiveRules = (plans: readonly Plan[]): readonly Rules[] => [
  {
    group: 'databases-plans',
    recordings: plans.flatMap((plan) => [
      { record: objective, expr: `vector(${ratioOf(plan)})`, labels: { plan: plan.name } },
      { record: 'database:plan_connections:max', expr: `vector(${plan.connections})`, labels: { plan: plan.name } },
    ]),
  },
  { group: 'databases-objectives-hours', recordings: recorded(hours) },
  { group: 'databases-objectives-days', interval: '2m', recordings: recorded(days) },
  { group: 'databases-objectives', alerts: alerts.map(alert) },
];
