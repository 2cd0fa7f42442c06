/** Stacks of the edge `cloud-native`: those of each cloud that has a cluster (docs/adr/0034-cloud-native-edge.md). */
import type { PlatformContext, StackSpec } from '../../context';
import { awsEdge } from './aws';
import { azureEdge, azureEdgeFirst } from './azure';

/** Before the stacks of the clusters. */
export const firstStacks = (context: PlatformContext): readonly StackSpec[] => azureEdgeFirst(context);
/** After them; records at Route 53 last, since they name what is at Azure. */
export const stacks = (context: PlatformContext): readonly StackSpec[] => [...azureEdge(context), ...awsEdge(context)];
