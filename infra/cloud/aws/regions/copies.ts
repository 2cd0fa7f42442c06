/**
 * `copies-aws`: what cannot be made again, once more in the region of the other cluster. A copy is locked like its source,
 * encrypted with a key of the region where it lies, and read by the pods that would have to restore from it.
 */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { buckets } from '../../../../lib/names';
import type { StackSpec } from '../../../context';
import { hardenedBucket } from '../kits/bucket';
import { findKeyArn } from '../kits/lookup';
import { replicate } from '../kits/replication';
import type { AwsContext } from '../kits/stack';
import { lockDays, undeleteDays } from '../data/retention';
import { address, boundaryArn } from '../names';
import { copiesReadme } from './copies-readme';
import { allOf, pairsOf, placeOf, regionsStack, type Regions } from './stack';

export const copiesStack = (regions: Regions): StackSpec =>
  regionsStack(regions, 'copies', {
    summary: 'Copies of the backups of each cluster in the region of the other one. Everything in it is data: nothing here may ever be replaced.',
    readme: copiesReadme(regions),
    build: (stack) => {
      const keyArns = new Map(
        allOf(regions).map((context) => [
          context.cluster.name,
          findKeyArn(stack, context, 'data', { ...placeOf(regions, context), id: address(context.cluster.name) }),
        ]),
      );
      for (const [source, target] of pairsOf(regions)) copies(stack, regions, source, target, keyArns);
    },
  });

function copies(stack: PlatformStack, regions: Regions, source: AwsContext, target: AwsContext, keyArns: ReadonlyMap<string, string>): void {
  const { platform, names } = source;
  const there = placeOf(regions, target);
  for (const { id } of buckets(platform).filter(({ precious }) => precious)) {
    const own = address(`${source.cluster.name}-${id}`);
    const keyOf = ({ cluster }: AwsContext) => keyArns.get(cluster.name) ?? '';
    const copy = hardenedBucket(stack, {
      ...there,
      id: own,
      name: names.bucketCopy(id),
      keyArn: keyOf(target),
      lockDays,
      undeleteDays: undeleteDays.precious,
      logsTo: target.names.bucket('access-logs'),
    });
    replicate(stack, {
      ...placeOf(regions, source),
      id: own,
      roleName: names.role(`copy-${id}`),
      boundary: boundaryArn(platform),
      source: { name: names.bucket(id), region: source.cluster.region, keyArn: keyOf(source) },
      target: { name: names.bucketCopy(id), region: target.cluster.region, keyArn: keyOf(target) },
      dependsOn: [copy],
    });
  }
}
