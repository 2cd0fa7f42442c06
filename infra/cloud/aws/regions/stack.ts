/** Base of the stacks that span the regions of the account: they belong to the home and name the region of everything elsewhere. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { awsStack } from '../../../providers/aws';
import type { AwsContext } from '../kits/stack';

/** The clusters of the account, by region. */
export interface Regions {
  readonly home: AwsContext;
  readonly others: readonly AwsContext[];
}
export const allOf = ({ home, others }: Regions): readonly AwsContext[] => [home, ...others];
/** Every ordered pair: what each cluster has for each other one. */
export const pairsOf = (regions: Regions): readonly (readonly [AwsContext, AwsContext])[] =>
  allOf(regions).flatMap((one) => allOf(regions).flatMap((other) => (one.cluster.name === other.cluster.name ? [] : [[one, other] as const])));

/** `region` of what is not in the stack's own one. */
export const placeOf = ({ home }: Regions, { cluster }: AwsContext): { readonly region?: string } =>
  cluster.region === home.cluster.region ? {} : { region: cluster.region };

export interface RegionsStackProps {
  readonly summary: string;
  readonly readme: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}
/** `<kind>-aws`: cannot be the stack of a cluster, whose ids end with a kind. */
export const regionsStack = ({ home }: Regions, kind: 'secrets' | 'link' | 'copies', { build, ...texts }: RegionsStackProps): StackSpec => ({
  id: `${kind}-aws`,
  build: (scope, id) => {
    const stack = awsStack(scope, id, { platform: home.platform, region: home.cluster.region, ...texts });
    build(stack);
    return stack;
  },
});
