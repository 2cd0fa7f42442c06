import { PlatformStack } from '../../../lib/constructs/terraform';
import type { AwsCluster } from '../../../lib/model';
import type { ClusterContext, PlatformContext, StackSpec } from '../../context';
import { platformTags } from '../../state';

/** State, keys and CI identity of the Aws account. */
export const awsBootstrap = ({ platform }: PlatformContext): StackSpec => ({
  id: 'bootstrap-aws',
  build: (scope, id) => new PlatformStack(scope, id, { providers: [], backend: { kind: 'local' }, tags: platformTags(platform), summary: '' }),
});

/** Stacks of one Aws cluster. */
export const awsStacks = (_context: ClusterContext<AwsCluster>): readonly StackSpec[] => [];
