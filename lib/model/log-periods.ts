/** How long the clouds keep logs: periods that they offer, in days. */
import type { Provider } from './cloud';
import type { Logging } from './platform';

type CloudLogs = Extract<Logging, { use: 'cloud-native' }>;

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const cloudWatch = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/**
 * Longest time that a table can be searched as it is; what is kept longer is searched by a job that restores it.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
 */
export const searchableDays = 730;
const longTerm = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653];
/** Tables of plan Basic keep no less. */
export const basicDays = 30;

/** Whether a cloud keeps logs for exactly so many days. */
const keeps: Record<Provider, (days: number, tier: CloudLogs['tier']) => boolean> = {
  aws: (days) => cloudWatch.includes(days),
  azure: (days, tier) => (days >= (tier === 'infrequent' ? basicDays : 4) && days <= searchableDays) || longTerm.includes(days),
};

/** Periods that every one of the clouds offers, in order. */
export const logPeriods = (providers: readonly Provider[], tier: CloudLogs['tier']): readonly number[] =>
  [...new Set([...cloudWatch, ...Array.from({ length: searchableDays }, (_, index) => index + 1), ...longTerm])]
    .sort((a, b) => a - b)
    .filter((days) => providers.every((provider) => keeps[provider](days, tier)));
