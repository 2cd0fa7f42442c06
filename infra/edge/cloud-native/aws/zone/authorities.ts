import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { certificateAuthorities } from '../../certificates';
import type { EdgeContext } from '../stack';

/** Who may issue certificates: the authority of the gateways, and those of the clouds for what stands in front. */
export const authorities = (stack: PlatformStack, { platform }: EdgeContext, { zoneId }: Route53Zone): Route53Record =>
  pinned(
    new Route53Record(stack, 'record_authorities', {
      zoneId,
      name: platform.domain,
      type: 'CAA',
      ttl: 3600,
      records: [
        ...certificateAuthorities(platform).flatMap((authority) => [`0 issue "${authority}"`, `0 issuewild "${authority}"`]),
        `0 iodef "mailto:${platform.owner.email}"`,
      ],
    }),
    'authorities',
  );
