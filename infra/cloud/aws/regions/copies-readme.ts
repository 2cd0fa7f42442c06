import { buckets, siblingReads } from '../../../../lib/names';
import { lockDays, undeleteDays } from '../data/retention';
import { pairsOf, type Regions } from './stack';

/** What a person does around `copies-aws`. */
export function copiesReadme(regions: Regions): string {
  const rows = pairsOf(regions).flatMap(([source, target]) =>
    buckets(source.platform)
      .filter(({ precious }) => precious)
      .map(({ id }) => `| \`${source.names.bucket(id)}\` | \`${source.names.bucketCopy(id)}\` | ${target.cluster.region} |`),
  );
  return `# copies-aws

Needs the data stacks of all clusters. S3 copies what is written from then on; what was there before comes by S3 Batch Replication, or take a new base backup.

| bucket | copy | where |
|---|---|---|
${rows.join('\n')}

A copy follows within minutes. Alarms \`…-copy-…-late\` and \`…-copy-…-failed\` of the source's cluster say when it does not. Deleted objects of a copy come back for ${undeleteDays.precious} days, ${lockDays} of them even against administrators of the bucket.

## Restoring from a copy

${restoring(regions)}

## What it costs

At list prices of 2026, rounded: traffic between the regions 20 USD for each TB, storage 23 USD a month for each TB, requests by number.
`;
}

/** Pods may read a copy if they follow a database of the other cluster; without any, people do. */
const restoring = (regions: Regions): string =>
  pairsOf(regions).some(([, { platform, cluster }]) => siblingReads(platform, cluster).length > 0)
    ? "Every cluster also writes its own backups, and its standby databases follow by reading them in the other region directly. The copy is for the day when a region is gone and an older state than the standby's is needed: the pods of the database in the other cluster may read it. Restore drills (docs/production.md) work with it as with any store: an ObjectStore whose `destinationPath` is `s3://<copy>/<folder>`."
    : 'No database of the platform follows one of the other cluster, so that no pod may read a copy. An administrator brings the folder to where the pods of the cluster that is left may read: `aws s3 sync s3://<copy>/<folder> s3://<its bucket>/<folder>/copy`. An ObjectStore with this `destinationPath` restores from it (docs/production.md, "Restore drills").';
