import { secrets } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { awsAccount } from '../../../../lib/model';

/** What a person does around `<cluster>-identity`. */
export const readme = ({ platform, cluster, names }: AwsContext): string => `# ${cluster.name}-identity

First stack of the cluster. Afterwards put the secrets, each as one JSON object; only the roles ${awsAccount(platform).adminRoles.join(', ')} and the cluster's secret store can read them back.

| secret | properties | what it is |
|---|---|---|
${secrets(platform)
  .map(
    ({ id, properties, why }) => `| \`${names.secret(id)}\` | ${properties.map((property) => `\`${property}\``).join(', ')} | ${why.replaceAll('|', '\\|')} |`,
  )
  .join('\n')}

\`\`\`sh
aws secretsmanager put-secret-value --region ${cluster.region} --secret-id <secret> --secret-string file:///dev/stdin
\`\`\`

A deleted secret or key comes back within 30 days: \`aws secretsmanager restore-secret\`, \`aws kms cancel-key-deletion\`.

Roles for pods of the other clusters appear once cloud.lock.yaml knows who issues their tokens (\`npm run lock\` with the outputs of their cluster stacks): apply this stack again then.
`;
