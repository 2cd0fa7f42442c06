/** `secrets-aws`: secrets with the same value in all clusters. Written in the home region, kept in the other ones by Secrets Manager. */
import type { StackSpec } from '../../../context';
import { isShared, keyAliasArn, secrets } from '../../../../lib/names';
import { pagedByAlertManager, readByAlertManager } from '../identity/alert-manager';
import { findKeyArn } from '../kits/lookup';
import { secretContainer } from '../kits/secret';
import { allOf, regionsStack, type Regions } from './stack';

export const secretsStack = (regions: Regions): StackSpec =>
  regionsStack(regions, 'secrets', {
    summary: 'Secrets that all clusters share: written once, replicated to every region under a key of that region. Without a value clusters do not start.',
    readme: readme(regions),
    build: (stack) => {
      const { home, others } = regions;
      const { platform, cluster, names } = home;
      const kmsKeyId = findKeyArn(stack, home, 'secrets');
      const readers = allOf(regions).map((context) => context.names.roleArn('external-secrets'));
      const replicas = others.map((other) => ({
        region: other.cluster.region,
        kmsKeyId: keyAliasArn(platform, other.cluster, other.names.keyAlias('secrets')),
      }));
      for (const secret of secrets(platform))
        if (isShared(platform, cluster, secret))
          secretContainer(stack, platform, {
            ...secret,
            name: names.secret(secret.id),
            kmsKeyId,
            readers,
            ...(pagedByAlertManager(platform).includes(secret.id) ? { services: [readByAlertManager(platform, '*')] } : {}),
            replicas,
          });
    },
  });

function readme({ home: { platform, cluster, names }, others }: Regions): string {
  const elsewhere = others.map((other) => other.cluster.region).join(', ');
  const rows = secrets(platform)
    .filter((secret) => isShared(platform, cluster, secret))
    .map(
      ({ id, properties, why }) =>
        `| \`${names.secret(id)}\` | ${properties.map((property) => `\`${property}\``).join(', ')} | ${why.replaceAll('|', '\\|')} |`,
    );
  return `# secrets-aws

Needs the identity stacks of all clusters: the keys of both regions are theirs. Each secret is one JSON object; put it in ${cluster.region} only, and Secrets Manager keeps it in ${elsewhere} as well, within seconds, under a key of that region.

| secret | properties | what it is |
|---|---|---|
${rows.join('\n')}

\`\`\`sh
aws secretsmanager put-secret-value --region ${cluster.region} --secret-id <secret> --secret-string file:///dev/stdin
aws secretsmanager describe-secret --region ${cluster.region} --secret-id <secret> --query 'ReplicationStatus[].[Region,Status]' --output text     # InSync
\`\`\`

Secrets of one cluster each (\`${platform.name}/<cluster>/…\`) are in the README of its identity stack.

## ${cluster.region} is gone

The other region goes on reading what it has. To change a value there, cut the replica loose first; it becomes a secret of its own under the same name:

\`\`\`sh
aws secretsmanager stop-replication-to-replica --region ${others[0]?.cluster.region ?? ''} --secret-id <secret>
\`\`\`

When ${cluster.region} is back: write the new value there, delete the loose one (\`delete-secret --force-delete-without-recovery\`), apply this stack: it replicates again. Replication refuses to overwrite a secret that is there.
`;
}
