import { foreignPeers, isShared, secrets } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { awsAccount } from '../../../../lib/model';

/** What a person does around `<cluster>-identity`. */
export const readme = (context: AwsContext): string => {
  const { platform, cluster, names } = context;
  const own = secrets(platform).filter((secret) => !isShared(platform, cluster, secret));
  return `# ${cluster.name}-identity

First stack of the cluster. Afterwards put the secrets, each as one JSON object; only the roles ${awsAccount(platform).adminRoles.join(', ')} and the cluster's secret store can read them back.

| secret | properties | what it is |
|---|---|---|
${own
  .map(
    ({ id, properties, why }) => `| \`${names.secret(id)}\` | ${properties.map((property) => `\`${property}\``).join(', ')} | ${why.replaceAll('|', '\\|')} |`,
  )
  .join('\n')}

\`\`\`sh
aws secretsmanager put-secret-value --region ${cluster.region} --secret-id <secret> --secret-string file:///dev/stdin
\`\`\`

A deleted secret or key comes back within 30 days: \`aws secretsmanager restore-secret\`, \`aws kms cancel-key-deletion\`.

${foreignPeers(platform, cluster).length > 0 ? foreignText : siblingText}
`;
};

const foreignText =
  'Roles for pods of the other clusters appear once cloud.lock.yaml knows who issues their tokens (`npm run lock` with the outputs of their cluster stacks): apply this stack again then.';
const siblingText =
  'Secrets that all clusters share are in `secrets-aws`. Pods that read backups of the other cluster do so with the roles of this stack: one account, one IAM.';
