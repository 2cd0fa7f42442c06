/** One stack of a cluster in AWS. */
import type { PlatformStack, ProviderName, TerraformApp } from '../../../../lib/constructs/terraform';
import type { AwsCluster } from '../../../../lib/model';
import type { ClusterContext, StackPart, StackSpec } from '../../../context';
import { awsStack } from '../../../providers/aws';

export type AwsContext = ClusterContext<AwsCluster>;

export interface ClusterStackProps {
  readonly summary: string;
  readonly readme?: string;
  /** Providers beside that of the cloud; `build` configures them. @default - none */
  readonly also?: readonly ProviderName[];
  /** What of it lies in files of their own. @default - nothing */
  readonly parts?: readonly StackPart[];
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}

/** One stack of a cluster: `<cluster>-<kind>`. */
export function clusterStack({ platform, cluster }: AwsContext, kind: string, { build, parts, ...texts }: ClusterStackProps): StackSpec {
  const empty = (scope: TerraformApp, id: string): PlatformStack =>
    awsStack(scope, id, { platform, region: cluster.region, stateRegion: cluster.region, tags: { cluster: cluster.name }, ...texts });
  return {
    id: `${cluster.name}-${kind}`,
    build: (scope, id) => {
      const stack = empty(scope, id);
      build(stack);
      return stack;
    },
    ...(parts === undefined ? {} : { parts: { empty, all: parts } }),
  };
}
