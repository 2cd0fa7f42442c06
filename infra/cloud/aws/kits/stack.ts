/** Base of every stack in AWS: provider bound to one account and region, state in that region or at home, tags. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { PlatformStack, type TerraformApp } from '../../../../lib/constructs/terraform';
import { awsAccount, type AwsCluster } from '../../../../lib/model';
import type { ClusterContext, StackSpec } from '../../../context';
import { platformTags, stateBackend } from '../../../state';
import type { Platform } from '../../../../lib/model';

export interface AwsStackProps {
  readonly platform: Platform;
  /** Of the resources; where a stack spans regions, of those that name none. */
  readonly region: string;
  /** Region that keeps the state. @default - the home */
  readonly stateRegion?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly readme?: string;
}

/** An empty stack. Credentials of another account than the platform's are refused before anything is read. */
export function awsStack(scope: TerraformApp, id: string, { platform, region, stateRegion, tags, summary, readme }: AwsStackProps): PlatformStack {
  const stack = new PlatformStack(scope, id, {
    providers: ['aws'],
    backend: stateBackend(platform, 'aws', stateRegion),
    tags: { ...platformTags(platform), ...tags },
    summary,
    ...(readme === undefined ? {} : { readme }),
  });
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: [awsAccount(platform).accountId] });
  return stack;
}

export type AwsContext = ClusterContext<AwsCluster>;

export interface ClusterStackProps {
  readonly summary: string;
  readonly readme?: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}

/** One stack of a cluster: `<cluster>-<kind>`. */
export const clusterStack = ({ platform, cluster }: AwsContext, kind: string, { summary, readme, build }: ClusterStackProps): StackSpec => ({
  id: `${cluster.name}-${kind}`,
  build: (scope, id) => {
    const stack = awsStack(scope, id, {
      platform,
      region: cluster.region,
      stateRegion: cluster.region,
      tags: { cluster: cluster.name },
      summary,
      ...(readme === undefined ? {} : { readme }),
    });
    build(stack);
    return stack;
  },
});
