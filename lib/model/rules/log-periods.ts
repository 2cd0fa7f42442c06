import type { Cluster, Provider } from '../cloud';
import { basicDays, logPeriods } from '../log-periods';
import { cloudLogsOf } from '../logging';
import { relation, rule } from './rule';

const stores: Record<Provider, string> = { aws: 'CloudWatch Logs', azure: 'Azure Monitor' };

/** Logs that a cloud keeps are kept for one of its periods; a platform on two clouds takes one that both have. */
export const cloudLogPeriods = rule(['cloud', 'logging'], ({ cloud, logging }) => {
  const settings = cloudLogsOf(logging);
  if (!settings) return [];
  const providers = [...new Set((cloud.clusters as readonly Cluster[]).map(({ provider }) => provider))];
  const kept = { retentionDays: settings.tier, auditRetentionDays: 'standard' } as const;
  return (Object.keys(kept) as (keyof typeof kept)[]).flatMap((key) => {
    const days = settings[key];
    const allowed = logPeriods(providers, kept[key]);
    if (allowed.includes(days)) return [];
    const sorted = [...allowed].sort((a, b) => Math.abs(a - days) - Math.abs(b - days) || b - a);
    const who = providers.map((provider) => stores[provider]).join(' and ');
    return [
      relation(
        `logging.${key}`,
        ['logging.use', 'cloud.use'],
        `${days} is no period for which ${who} ${providers.length > 1 ? 'both keep' : 'keeps'} ${kept[key] === 'infrequent' ? 'logs of tier infrequent' : 'logs'}`,
        `Allowed, nearest first: ${sorted.slice(0, 6).join(', ')}${sorted.length > 6 ? ', …' : ''}.${kept[key] === 'infrequent' && days < basicDays && providers.includes('azure') ? ` Tables of plan Basic keep at least ${basicDays} days.` : ''} Write: ${key}: ${sorted[0]}`,
      ),
    ];
  });
});
