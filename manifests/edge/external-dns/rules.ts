/** Alerts and dashboard of tenant records. */
import type { Dashboard, Intents } from '../../../lib/components';
import type { RecordsProvider } from './provider';

export const rules = ({ title, trouble }: RecordsProvider): Readonly<Intents['rules']> => ({
  group: 'external-dns',
  alerts: [
    {
      alert: 'TenantRecordsNotSynced',
      expr: 'time() - max(external_dns_controller_last_sync_timestamp_seconds) > 900',
      for: '10m',
      severity: 'warning',
      summary: 'DNS records of tenants were last written {{ $value | humanizeDuration }} ago',
      description: `New databases have no name and old names are not removed; existing names work. The log of external-dns says why: ${trouble}.`,
    },
    {
      alert: 'TenantRecordErrors',
      expr: 'sum(increase(external_dns_registry_errors_total[30m])) + sum(increase(external_dns_source_errors_total[30m])) > 10',
      for: '30m',
      severity: 'warning',
      summary: 'external-dns keeps failing',
      description: `Source errors come from the Kubernetes API, registry errors from ${title} (dashboard "Tenant DNS"). The log of external-dns names the record and the answer.`,
    },
    {
      alert: 'TenantRecordsAbsent',
      expr: 'absent(external_dns_controller_last_sync_timestamp_seconds)',
      for: '15m',
      severity: 'warning',
      summary: 'external-dns is not running',
      description: 'Names of new databases are neither made nor removed; existing ones work. Look at its pod: kubectl -n external-dns get pods.',
    },
  ],
});

export const dashboard = ({ title }: RecordsProvider): Dashboard => ({
  uid: 'edge-tenant-dns',
  title: 'Tenant DNS',
  folder: 'Edge',
  description: `Records that external-dns keeps at ${title}.`,
  rows: [
    {
      title: 'Records',
      panels: [
        {
          title: 'Seconds since the last sync',
          type: 'stat',
          unit: 's',
          width: 6,
          thresholds: { warning: 300, critical: 900 },
          queries: [{ expr: 'time() - max(external_dns_controller_last_sync_timestamp_seconds{cluster=~"$cluster"})' }],
        },
        {
          title: 'Wanted and found',
          type: 'timeseries',
          queries: [
            { expr: 'sum(external_dns_source_endpoints_total{cluster=~"$cluster"})', legend: 'wanted' },
            { expr: 'sum(external_dns_registry_endpoints_total{cluster=~"$cluster"})', legend: 'found' },
          ],
        },
        {
          title: 'Errors',
          type: 'timeseries',
          unit: 'ops',
          queries: [
            { expr: 'sum(rate(external_dns_registry_errors_total{cluster=~"$cluster"}[5m]))', legend: title },
            { expr: 'sum(rate(external_dns_source_errors_total{cluster=~"$cluster"}[5m]))', legend: 'Kubernetes' },
          ],
        },
      ],
    },
  ],
});
