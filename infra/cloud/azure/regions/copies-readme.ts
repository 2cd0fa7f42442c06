import { buckets, siblingReads } from '../../../../lib/names';
import { undoDays } from '../data/accounts';
import { pairsOf, type Regions } from './stack';

/** What a person needs to know about the copies. */
export function copiesReadme(regions: Regions): string {
  const all = pairsOf(regions).flatMap(([source, target]) =>
    buckets(source.platform)
      .filter(({ precious }) => precious)
      .map(({ id }) => ({ id, source, target })),
  );
  const rows = all.map(({ id, source, target }) => `| \`${source.names.bucket(id)}\` | \`${source.names.bucketCopy(id)}\` | ${target.cluster.region} |`);
  const [first] = all;
  return `# Copies of backups

Apply after the data and observability stacks of all clusters. Object replication copies what is in a container and what comes, without promising how soon; it is minutes for WAL.

| account | copy | where |
|---|---|---|
${rows.join('\n')}

What is deleted in the original is deleted in the copy, and can be brought back in either for ${undoDays(true)} days. A copy takes no writes but those of the replication.

    az storage blob show --auth-mode login --account-name ${first?.source.names.bucket(first.id) ?? ''} --container-name ${first?.source.names.container(first.id) ?? ''} --name <blob> --query objectReplicationSourceProperties

shows for one blob of the original whether its copy is complete. Look once after the first base backup, and in every drill.

${restoring(regions)}

Accounts that are copied are not geo-redundant beside it (ZRS): Azure fails over no account that takes part in object replication.

## What it costs

At list prices of 2026, rounded: traffic between the regions 20 USD for each TB, storage 23 USD a month for each TB, two private endpoints for each copy 15 USD a month.
`;
}

/** Pods may read a copy if they follow a database of the other cluster; without any, people do. */
const restoring = (regions: Regions): string =>
  pairsOf(regions).some(([, { platform, cluster }]) => siblingReads(platform, cluster).length > 0)
    ? `Every cluster also writes its own backups, and its standby databases follow by reading the original, through a private endpoint in their own network. The copy is for the day when a region is gone and an older state than the standby's is needed: pods of the database may read it, and an ObjectStore with its address restores from it (docs/production.md, "Restore drills").`
    : 'No database of the platform follows one of the other cluster, so that no pod may read original or copy there. On the day when a region is gone an administrator, from a machine inside the network, brings the folder to where the pods of the cluster that is left may read: `<its account>`, container and folder as here, below `copy`. An ObjectStore with this `destinationPath` restores from it (docs/production.md, "Restore drills").';
