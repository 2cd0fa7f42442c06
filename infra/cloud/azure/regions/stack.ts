/** Base of the stacks that span the regions of the subscription; their state is at home. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';
import type { AzureContext } from '../kits/stack';

/** The clusters of the subscription, by region. */
export interface Regions {
  readonly home: AzureContext;
  readonly others: readonly AzureContext[];
}
export const allOf = ({ home, others }: Regions): readonly AzureContext[] => [home, ...others];
/** Every ordered pair: what each cluster has for each other one. */
export const pairsOf = (regions: Regions): readonly (readonly [AzureContext, AzureContext])[] =>
  allOf(regions).flatMap((one) => allOf(regions).flatMap((other) => (one.cluster.name === other.cluster.name ? [] : [[one, other] as const])));

export interface RegionsStackProps {
  readonly summary: string;
  readonly readme: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}
/** `<kind>-azure`: cannot be the stack of a cluster, whose ids end with a kind. */
export const regionsStack = ({ home }: Regions, kind: 'link' | 'copies', { build, ...texts }: RegionsStackProps): StackSpec => ({
  id: `${kind}-azure`,
  build: (scope, id) => {
    const stack = azureStack(scope, id, { platform: home.platform, ...texts });
    build(stack);
    return stack;
  },
});
