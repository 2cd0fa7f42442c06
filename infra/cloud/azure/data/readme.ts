import { buckets, peerReaders, siblingReads, siblings, type IdentitySpec } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';

/** What a person needs to know about the storage accounts. */
export function readme({ platform, cluster, names }: AzureContext): string {
  const copied = siblings(platform, cluster).length > 0;
  const rows = buckets(platform).map(
    ({ id, why, precious }) =>
      `| ${id} | \`${names.bucket(id)}\` | ${why} | ${precious ? `35 days, ${copied ? 'copied to the other region' : 'geo-redundant'}` : '7 days'} |`,
  );
  return `# Storage of ${cluster.name}

Apply after \`${cluster.name}-identity\`. Accounts answer inside the network only, to Entra identities only; account keys are off.

| bucket | account | holds | undo |
|---|---|---|---|
${rows.join('\n')}

## Bringing something back

Deleted blobs and containers can be undeleted, overwritten ones have versions, for the days above. Pods cannot delete versions. From a machine inside the network:

    az storage blob undelete --auth-mode login --account-name ${names.bucket('backups')} --container-name ${names.container('backups')} --name <blob>

${copied ? copiesText(siblings(platform, cluster).some((sibling) => siblingReads(platform, sibling).length > 0)) : passesText(peerReaders(platform, cluster))}`;
}

/** Nothing where nobody reads from another cloud. */
const passesText = (readers: readonly IdentitySpec[]): string =>
  readers.length === 0
    ? ''
    : `## Two passes

${readers.map(({ id }) => `\`${id}\``).join(', ')} is for pods of the other cluster. It needs that cluster's token issuer and its public addresses from \`cloud.lock.yaml\`: after the first apply of both clusters run \`npm run lock\`, commit, and apply this stack once more.
`;

const copiesText = (isFollowed: boolean): string => `## The other cluster

${isFollowed ? 'Its pods read backups here with their own identity, through a private endpoint in their own network; both, and the' : 'The'} copy of the backups in its region${isFollowed ? ',' : ''} ${isFollowed ? 'are' : 'is'} in \`copies-azure\`.
`;
