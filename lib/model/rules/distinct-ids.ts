import { cloudflareOf } from '../edge';
import { relation, rule } from './rule';

/** Ids that are never the same: equal ones were pasted twice. */
export const azureIds = rule(['cloud'], ({ cloud }) => {
  if (!('azure' in cloud)) return [];
  const { azure } = cloud;
  return azure.subscriptionId === azure.tenantId
    ? [
        relation(
          'cloud.azure.tenantId',
          ['cloud.azure.subscriptionId'],
          `'${azure.tenantId}' is also cloud.azure.subscriptionId`,
          'A tenant and a subscription never share an id. az account show prints both: id is the subscription, tenantId the tenant.',
        ),
      ]
    : [];
});

export const cloudflareIds = rule(['edge'], (platform) => {
  const edge = cloudflareOf(platform.edge);
  return edge && edge.accountId === edge.zone.id
    ? [
        relation(
          'edge.zone.id',
          ['edge.accountId'],
          `'${edge.zone.id}' is also edge.accountId`,
          'A zone and an account never share an id. The overview page of the zone shows both, the zone id first.',
        ),
      ]
    : [];
});
