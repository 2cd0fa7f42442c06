/** Mails about what only Cloudflare can see. Alerts of the clusters come from the clusters. */
import { NotificationPolicy, type NotificationPolicyFilters } from '@cdktf/provider-cloudflare/lib/notification-policy';
import { pinned } from '../../../lib/constructs/stateful';
import type { Pools } from './load-balancing';
import type { EdgeContext } from './stack';

interface Notification {
  readonly id: string;
  readonly alertType: string;
  readonly description: string;
  readonly filters?: NotificationPolicyFilters;
}

export function notifications({ stack, platform, accountId }: EdgeContext, pools: Pools): void {
  for (const { id, alertType, description, filters } of [...always, ...failover(pools)]) {
    pinned(
      new NotificationPolicy(stack, `notification_${id}`, {
        accountId,
        name: `${platform.name}: ${id}`,
        description,
        enabled: true,
        alertType,
        mechanisms: { email: [{ id: platform.owner.email }] },
        ...(filters ? { filters } : {}),
      }),
      id,
    );
  }
}

const always: readonly Notification[] = [
  {
    id: 'origin_pulls',
    alertType: 'zone_aop_custom_certificate_expiration_type',
    description: 'The client certificate for the gateways expires: afterwards they refuse every request',
  },
  { id: 'certificates', alertType: 'universal_ssl_event_type', description: 'Certificates of the zone: validation, issuance, renewal, expiry' },
  { id: 'attacks', alertType: 'dos_attack_l7', description: 'Cloudflare fends off a flood of HTTP requests' },
];

const failover = (pools: Pools): readonly Notification[] =>
  pools.size === 0
    ? []
    : [
        {
          id: 'failover',
          alertType: 'load_balancing_health_alert',
          description: 'A cluster went down or came back, as the edge sees it',
          filters: { poolId: [...pools.values()].map(({ id }) => id), newHealth: ['Unhealthy', 'Healthy'], eventSource: ['pool'] },
        },
      ];
