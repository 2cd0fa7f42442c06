/** The edge at AWS: the zone, what stands in front of each EKS cluster, and the records that lead to the clusters. */
import { zoneProvider } from '../../../../lib/names';
import type { PlatformContext, StackSpec } from '../../../context';
import { recordsStack } from './records';
import { edgeContext } from './stack';
import { webStack } from './web';
import { zoneStack } from './zone';

/** In the order of their first apply: everything proves names in the zone, and the records come last. */
export function awsEdge(platformContext: PlatformContext): readonly StackSpec[] {
  if (zoneProvider(platformContext.platform) !== 'aws') return [];
  const context = edgeContext(platformContext);
  return [zoneStack(context), ...context.clusters.map((cluster) => webStack(context, cluster)), recordsStack(context)];
}
