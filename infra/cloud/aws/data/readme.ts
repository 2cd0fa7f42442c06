import { buckets, siblingReads, siblings } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { backupVault } from '../names';

/** What a person does around `<cluster>-data`. */
export const readme = (context: AwsContext): string => {
  const { platform, cluster, names } = context;
  return `# ${cluster.name}-data

Needs \`${cluster.name}-identity\`. Once per account and region AWS Backup must be allowed to back up S3 and EBS:

\`\`\`sh
aws backup update-region-settings --region ${cluster.region} --resource-type-opt-in-preference S3=true,EBS=true
\`\`\`

| bucket | what it is | deleted objects come back for |
|---|---|---|
${buckets(platform)
  .map(
    ({ id, why, precious }) =>
      `| \`${names.bucket(id)}\` | ${why} | ${precious ? '30 days, 14 of them even against administrators of the bucket' : '7 days'} |`,
  )
  .join('\n')}

${siblings(platform, cluster).length > 0 ? copiedText(siblings(platform, cluster).some((sibling) => siblingReads(platform, sibling).length > 0)) : `All data stays in ${cluster.region}: the copy elsewhere is the standby of each database in the other cluster, with backups of its own.`}

## Bringing back

- A deleted object: \`aws s3api list-object-versions\`, then delete its delete marker.
- A bucket or a volume from vault \`${backupVault(context)}\`: start a restore job in AWS Backup with the role \`${names.role('backup-restore')}\`. Recovery points are daily and kept 35 days.
`;
};

const copiedText = (isFollowed: boolean): string =>
  `Backups have a copy in the region of the other cluster (\`copies-aws\`)${isFollowed ? ', besides the standby of each database there, which has backups of its own' : ''}. Metrics and logs stay here.`;
