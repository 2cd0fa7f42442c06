import { buckets, peerReaders } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';

/** What a person needs to know about the storage accounts. */
export function readme({ platform, cluster, names }: AzureContext): string {
  const rows = buckets(platform).map(
    ({ id, why, precious }) => `| ${id} | \`${names.bucket(id)}\` | ${why} | ${precious ? '35 days, geo-redundant' : '7 days'} |`,
  );
  return `# Storage of ${cluster.name}

Apply after \`${cluster.name}-identity\`. Accounts answer inside the network only, to Entra identities only; account keys are off.

| bucket | account | holds | undo |
|---|---|---|---|
${rows.join('\n')}

## Bringing something back

Deleted blobs and containers can be undeleted, overwritten ones have versions, for the days above. Pods cannot delete versions. From a machine inside the network:

    az storage blob undelete --auth-mode login --account-name ${names.bucket('backups')} --container-name ${names.container('backups')} --name <blob>

## Two passes

${peerReaders(platform)
  .map(({ id }) => `\`${id}\``)
  .join(
    ', ',
  )} is for pods of the other cluster. It needs that cluster's token issuer and its public addresses from \`cloud.lock.yaml\`: after the first apply of both clusters run \`npm run lock\`, commit, and apply this stack once more.
`;
}
