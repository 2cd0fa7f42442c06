/** Stack `<cluster>-data`: the buckets of the name contract. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { buckets } from '../../../../lib/names';
import { stackGroup } from '../kits/group';
import { clusterStack, type AzureContext } from '../kits/stack';
import { bucketAccounts } from './accounts';
import { grants } from './grants';
import { peerAccess } from './peers';
import { readme } from './readme';

export const dataStack = (context: AzureContext): StackSpec =>
  clusterStack(context, 'data', {
    summary: `Storage of ${context.cluster.name}: ${buckets(context.platform)
      .map(({ id }) => id)
      .join(', ')}. Destroying it destroys backups.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'data');
  const containers = bucketAccounts(stack, context, place);
  grants(stack, context, containers);
  peerAccess(stack, context);
}
