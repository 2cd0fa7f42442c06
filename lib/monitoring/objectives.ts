/**
 * Service level objectives of all endpoints: how fast each spends its error budget. Several windows and burn rates
 * after the Google SRE workbook: a page needs a budget that would be gone in days, seen over a long and a short window.
 */
import type { Intents } from '../components';
import { endpointMetrics, type HostSpec } from '../names';

type Endpoint = Readonly<Intents['endpoints']>;
type Rules = Readonly<Intents['rules']>;
const { requests, errors } = endpointMetrics;

/** Windows over which shares of failures are recorded: hours at the usual interval, days more rarely. */
export const hours = ['5m', '30m', '1h', '2h', '6h'] as const;
export const days = ['1d', '3d'] as const;
export type Window = (typeof hours | typeof days)[number];

interface Burn {
  /** Budgets in 30 days that such a rate would spend. */
  readonly rate: number;
  /** Window that shows that it matters, and one that shows that it goes on. */
  readonly long: Window;
  readonly short: Window;
}
/** What pages, and what is worth a ticket: 2, 5, 10 and 10 percent of a budget are gone when they ring. */
export const burnRates = {
  page: [
    { rate: 14.4, long: '1h', short: '5m' },
    { rate: 6, long: '6h', short: '30m' },
  ],
  ticket: [
    { rate: 3, long: '1d', short: '2h' },
    { rate: 1, long: '3d', short: '6h' },
  ],
} as const satisfies Readonly<Record<string, readonly Burn[]>>;

export const errorRatio = (window: Window): string => `slo:endpoint_error_ratio:${window}`;
export const objective = 'slo:endpoint_objective:ratio';

/** What identifies a service behind the gateway. */
const service = 'namespace, service';

/**
 * Requests are sums of a rate that is recorded at a fixed interval, so the quotient of two sums over a window is the
 * share of failed requests. An endpoint that never failed has no errors to sum: it counts as zero; an endpoint
 * without requests has no ratio at all.
 */
const ratio = (window: Window): string => {
  const sum = (metric: string) => `sum by (${service}) (sum_over_time(${metric}[${window}]))`;
  return `(${sum(errors)} or 0 * ${sum(requests)}) / (${sum(requests)} > 0)`;
};

const recorded = (windows: readonly Window[]) => windows.map((window) => ({ record: errorRatio(window), expr: ratio(window) }));

/** One rule for all endpoints; what differs between them is data: the objective, the host, who uses it. */
export function objectiveRules(endpoints: readonly Endpoint[], availabilityPercent: number, hosts: readonly HostSpec[]): readonly Rules[] {
  const target = String(Number((availabilityPercent / 100).toFixed(6)));
  const declared = services(endpoints, hosts).map((labels) => ({ record: objective, expr: `vector(${target})`, labels }));
  return [
    { group: 'objectives-declared', recordings: declared },
    { group: 'objectives-hours', recordings: recorded(hours) },
    { group: 'objectives-days', interval: '2m', recordings: recorded(days) },
    { group: 'objectives', alerts: [page, ticket, unmeasured] },
  ];
}

/** A gateway counts by service: hosts that share one share its objective, and the audience of the most public of them. */
function services(endpoints: readonly Endpoint[], hosts: readonly HostSpec[]) {
  const kinds = new Map(hosts.map(({ host, kind }) => [host, kind]));
  const sharing = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = `${endpoint.service.namespace}/${endpoint.service.name}`;
    sharing.set(key, [...(sharing.get(key) ?? []), endpoint]);
  }
  return [...sharing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]) => {
      const names = of.map(({ host }) => host).sort();
      const audiences = new Set(names.map((host) => kinds.get(host) ?? 'admin'));
      const audience = (['workload', 'identity'] as const).find((kind) => audiences.has(kind)) ?? 'admin';
      return of.slice(0, 1).map((first) => ({ namespace: first.service.namespace, service: first.service.name, host: names.join(', '), audience }));
    });
}

/** Burning faster than `rate` budgets, over a long and a short window; with at least ten failed requests, so that one error of a quiet UI wakes nobody. */
const burns = ({ rate, long, short }: Burn, audiences: string): string => {
  const budget = `${rate} * (1 - ${objective}${audiences})`;
  const failed = `30 * sum by (${service}) (sum_over_time(${errors}[${long}])) > 10`;
  return `(${errorRatio(long)} > on (${service}) group_left (host, audience) (${budget}) and on (${service}) ${errorRatio(short)} > on (${service}) (${budget}) and on (${service}) ${failed})`;
};

const served = '{audience!="admin"}';

const page = {
  alert: 'EndpointBudgetBurning',
  expr: burnRates.page.map((burn) => burns(burn, served)).join(' or '),
  for: '2m',
  severity: 'critical',
  summary: '{{ $labels.host }} fails {{ $value | humanizePercentage }} of its requests',
  description:
    'At this rate the error budget of 30 days is gone within days. Open the dashboard "Platform: endpoints": did it begin with a release (then git revert it), on one cluster only (then let the edge drain that cluster), or below it (database, identity, nodes)?',
} as const;

const ticket = {
  alert: 'EndpointBudgetLeaking',
  expr: burnRates.ticket.map((burn) => burns(burn, '')).join(' or '),
  for: '1h',
  severity: 'warning',
  summary: '{{ $labels.host }} fails {{ $value | humanizePercentage }} of its requests over the last day or more',
  description:
    'Too little to page, too much for the objective of 30 days. Find the share that fails on the dashboard "Platform: endpoints" and in the logs of the gateway (response code and flags) and fix it in working hours.',
} as const;

const unmeasured = {
  alert: 'EndpointsUnmeasured',
  expr: `absent(${requests})`,
  for: '15m',
  severity: 'warning',
  summary: 'No endpoint of this cluster reports requests',
  description:
    'The objectives are blind: the edge asks the gateway all the time, so there is always something to count. Look at the targets of the gateway in Prometheus (Status, Targets) and at the rules that record its requests.',
} as const;
