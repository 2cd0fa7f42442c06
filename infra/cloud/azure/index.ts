import { PlatformStack } from '../../../lib/constructs/terraform';
import type { AzureCluster } from '../../../lib/model';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { platformTags } from '../../state';

/** State, keys and CI identity of the Azure account. */
export const azureBootstrap = ({ platform }: PlatformContext): StackSpec => ({
  id: 'bootstrap-azure',
  build: (scope, id) => new PlatformStack(scope, id, { providers: [], backend: { kind: 'local' }, tags: platformTags(platform), summary: '' }),
});

/** Stacks of one Azure cluster. */
export const azureStacks = (_context: ClusterContext<AzureCluster>): readonly StackSpec[] => [];
