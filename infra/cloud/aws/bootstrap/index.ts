/** `bootstrap-aws`: what must be there before anything else, applied by a person. Its state ends up in the bucket that it makes. */
import type { AwsCluster, Cluster } from '../../../../lib/model';
import type { PlatformContext, StackSpec } from '../../../context';
import { awsRegions } from '../../../satellites';
import { homeRegion } from '../../../state';
import { awsStack } from '../../../providers/aws';
import { accountSettings } from './account';
import { boundary } from './boundary';
import { budget } from './budget';
import { pipeline } from './ci';
import { readme } from './readme';
import { stateStores } from './state';

const isAws = (cluster: Cluster): cluster is AwsCluster => cluster.provider === 'aws';

export const bootstrap = (context: PlatformContext): StackSpec => ({
  id: 'bootstrap-aws',
  build: (scope, id) => {
    const { platform } = context;
    const clusters = context.clusters.map(({ cluster }) => cluster).filter(isAws);
    const region = homeRegion(platform, 'aws');
    const stack = awsStack(scope, id, {
      platform,
      region,
      summary: "State bucket and key, account settings, permissions boundary, the pipeline's roles, budget. Applied by hand, before everything else.",
      readme: readme(platform),
    });
    const keys = stateStores(stack, platform);
    accountSettings(stack, platform, awsRegions(platform));
    boundary(stack, platform, keys);
    if (platform.cloud.ci) pipeline(stack, platform, clusters, platform.cloud.ci.githubRepository, keys);
    budget(stack, platform);
    return stack;
  },
});
