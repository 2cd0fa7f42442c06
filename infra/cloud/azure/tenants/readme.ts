import { tenantsStack } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';

export function readme({ cluster, names }: AzureContext, shard: string): string {
  const stack = `${cluster.name}-${tenantsStack(shard)}`;
  return `# Tenants of shard ${shard} in ${cluster.name}

One state, one file for each tenant: \`main.tf.json\` has what they share, \`tenant-<name>.tf.json\` what is the tenant's own. Apply after \`${cluster.name}-cluster\` and \`${cluster.name}-data\`. A tenant never changes its shard; everything of the shard is in resource group \`${names.resourceGroup(tenantsStack(shard))}\`.

## After a tenant has come

    terraform -chdir=dist/terraform/${stack} output -json > ${stack}.json
    npm run lock -- ${stack}.json

Commit \`cloud.lock.yaml\` and what \`npm run synth\` changes: databases of the tenant carry the client id, and make no backups without it.
`;
}
