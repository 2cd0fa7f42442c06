/**
 * What can be known inside the cluster about a delivery that comes from outside: how old the last good look is, and where
 * an apply stands still. What git has meanwhile nobody here knows: `run.sh status` in CI does.
 */
import type { ComponentIntents } from '../../../lib/components';
import { namespaces } from '../../../lib/names';

/** A Lease of the records, by who holds it: a commit, a component, a person. */
const held = (lease: string, more = ''): string => `kube_lease_owner{${more}namespace="${namespaces.deliveryRecords}", lease="${lease}"}`;
const renewed = (lease: string, more = ''): string => `kube_lease_renew_time{${more}namespace="${namespaces.deliveryRecords}", lease="${lease}"}`;
const anyCluster = 'cluster=~"$cluster", ';

export const observability: ComponentIntents = {
  kindStates: [{ kind: 'leases' }],
  rules: [
    {
      group: 'delivery',
      alerts: [
        {
          alert: 'DeliveryUnfinished',
          expr: `max by (lease_holder) (${held('unfinished')}) == 1`,
          for: '1h',
          severity: 'warning',
          summary: 'An apply has stood at {{ $labels.lease_holder }} for an hour',
          description:
            'What comes after it is of an older commit. `bash dist/helm/run.sh status` says what is missing and who was at it; mend it and run the same apply again, which goes on there.',
        },
        {
          alert: 'DeliveryUnverified',
          expr: `time() - max(${renewed('applied')}) > 7 * 86400`,
          for: '1h',
          severity: 'warning',
          summary: 'Nobody has verified this cluster against git for a week',
          description:
            'Nothing corrects by itself what was changed by hand. Run `bash dist/helm/run.sh verify` on the newest commit: it says what differs, and notes that nothing does.',
        },
        {
          alert: 'DeliveryTurnHeld',
          expr: `time() - max by (lease) (${renewed('run')}) > 2 * 3600`,
          for: '5m',
          severity: 'warning',
          summary: 'A run of the delivery holds its turn and has done nothing for two hours',
          description:
            'Whoever started it is waiting for something that does not become healthy, or it was killed. `bash dist/helm/run.sh status` names the person; `unlock` ends the turn.',
        },
      ],
    },
  ],
  dashboards: [
    {
      uid: 'delivery-helm',
      title: 'Delivery: Helm',
      folder: 'Platform',
      description: 'Which commit each cluster has, how long ago that was looked at, and what is unfinished.',
      rows: [
        {
          title: 'Applied',
          panels: [
            { title: 'Commit', type: 'table', width: 12, queries: [{ expr: `max by (cluster, lease_holder) (${held('applied', anyCluster)})` }] },
            {
              title: 'Since the last verification',
              type: 'stat',
              width: 6,
              unit: 's',
              queries: [{ expr: `time() - max by (cluster) (${renewed('applied', anyCluster)})`, legend: '{{cluster}}' }],
              thresholds: { warning: 604800 },
            },
            {
              title: 'Unfinished',
              type: 'stat',
              width: 6,
              queries: [{ expr: `count(${held('unfinished', anyCluster)}) or vector(0)` }],
              thresholds: { warning: 1 },
            },
            {
              title: 'Unfinished components and runs',
              type: 'table',
              width: 24,
              queries: [
                {
                  expr: `max by (cluster, lease, lease_holder) (kube_lease_owner{${anyCluster}namespace="${namespaces.deliveryRecords}", lease=~"unfinished|run"})`,
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};
