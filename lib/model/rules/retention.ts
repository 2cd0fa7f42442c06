import { relation, rule } from './rule';

const atMost = (path: string, value: number, limit: string, limitValue: number, why: string) =>
  value <= limitValue
    ? []
    : [
        relation(
          path,
          [limit],
          `${value} must not exceed ${limit} (${limitValue})`,
          `${why} Write ${limit.slice(limit.lastIndexOf('.') + 1)}: ${value} or higher, or lower this one.`,
        ),
      ];

/** Coarser samples are kept at least as long as finer ones. */
export const metricRetention = rule(['monitoring'], ({ monitoring }) => {
  if (monitoring.use !== 'prometheus') return [];
  const { retention } = monitoring;
  const path = 'monitoring.retention';
  const why = 'Coarser samples replace finer ones as they age; a gap would be left between them.';
  return [
    ...atMost(`${path}.rawDays`, retention.rawDays, `${path}.fiveMinuteDays`, retention.fiveMinuteDays, why),
    ...atMost(`${path}.fiveMinuteDays`, retention.fiveMinuteDays, `${path}.oneHourDays`, retention.oneHourDays, why),
  ];
});

/** Audit logs are kept at least as long as all others. */
export const logRetention = rule(['logging'], ({ logging }) =>
  atMost(
    'logging.retentionDays',
    logging.retentionDays,
    'logging.auditRetentionDays',
    logging.auditRetentionDays,
    'Logs of logins and changes must outlive the logs that they explain.',
  ),
);
