/** Stack `edge`: Cloudflare in front of all clusters. One for each platform. */
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import { PlatformStack } from '../../../lib/constructs/terraform';
import type { PlatformContext, StackSpec } from '../../context';
import { edgeStateProvider, platformTags, stateBackend } from '../../state';
import { access } from './access';
import { bots } from './bots';
import { cache } from './cache';
import { certificates } from './certificates';
import { dns } from './dns';
import { firewall } from './firewall';
import { loadBalancing } from './load-balancing';
import { notifications } from './notifications';
import { originPulls } from './origin-pulls';
import { origins } from '../origins';
import { readme } from './readme';
import { zoneSettings } from './settings';
import { edgeContext } from './stack';
import { zone } from './zone';

export const stacks = ({ platform }: PlatformContext): readonly StackSpec[] => [
  {
    id: 'edge',
    build(scope, id) {
      const stack = new PlatformStack(scope, id, {
        providers: ['cloudflare'],
        backend: stateBackend(platform, edgeStateProvider(platform)),
        tags: platformTags(platform),
        summary: `Cloudflare zone ${platform.edge.zone.name}: DNS, failover between the clusters, firewall, admission to admin hosts. When it is wrong, nobody reaches anything.`,
        readme: readme(platform),
      });
      // The token comes from CLOUDFLARE_API_TOKEN.
      new CloudflareProvider(stack, 'cloudflare');
      const context = edgeContext(stack, platform);
      zone(context);
      zoneSettings(context);
      certificates(context);
      const addresses = origins(stack, platform, context.clusters);
      dns(context, addresses);
      const pools = loadBalancing(context, addresses);
      originPulls(context);
      firewall(context);
      bots(context);
      cache(context);
      access(context);
      notifications(context, pools);
      return stack;
    },
  },
];
