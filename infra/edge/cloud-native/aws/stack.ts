/** What the stacks of the edge at AWS have in common. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, cloudNativeOf, type EdgeOf, type Platform } from '../../../../lib/model';
import { checked } from '../../../../lib/names';
import type { PlatformContext, StackSpec } from '../../../context';
import { awsStack } from '../../../providers/aws';
import { edgeRegion } from '../../../satellites';
import type { AwsContext } from '../../../cloud/aws/kits/stack';

export interface EdgeContext {
  readonly platform: Platform;
  readonly edge: EdgeOf<'cloud-native'>;
  readonly accountId: string;
  /** EKS clusters, in the order of platform.yaml. */
  readonly clusters: readonly AwsContext[];
}

/** @throws RangeError where something else stands in front of the clusters: only the stacks of this option ask */
export function edgeContext({ platform, clusters }: PlatformContext): EdgeContext {
  const edge = cloudNativeOf(platform.edge);
  if (!edge) throw new RangeError(`edge option '${platform.edge.use}' has no services of the clouds`);
  return {
    platform,
    edge,
    accountId: awsAccount(platform).accountId,
    clusters: clusters.filter((context): context is AwsContext => context.cluster.provider === 'aws'),
  };
}

/** Prefix of what the edge has once for the platform. No cluster has this name: `edge` is followed by no kind of stack. */
export const edgeName = ({ name }: Pick<Platform, 'name'>, part?: string): string => checked('IAM role', `${name}-edge${part === undefined ? '' : `-${part}`}`);
/** Topic of the edge's alarms, in us-east-1: health checks are measured there. */
export const topicName = (platform: Platform): string => edgeName(platform, 'alarms');
export const topicArn = ({ platform, accountId }: Pick<EdgeContext, 'platform' | 'accountId'>): string =>
  `arn:aws:sns:${edgeRegion}:${accountId}:${topicName(platform)}`;

export interface GlobalStackProps {
  readonly summary: string;
  readonly readme: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}
/** A stack of the platform in us-east-1, with its state at home. */
export const globalStack = ({ platform }: EdgeContext, id: string, { build, ...texts }: GlobalStackProps): StackSpec => ({
  id,
  build: (scope) => {
    const stack = awsStack(scope, id, { platform, region: edgeRegion, ...texts });
    build(stack);
    return stack;
  },
});

/** Part of a Terraform address: dashes, dots and stars would need quoting in a shell. */
export const address = (...parts: readonly string[]): string =>
  parts
    .join('_')
    .replaceAll('*', 'any')
    .replace(/[^A-Za-z0-9]/g, '_');
