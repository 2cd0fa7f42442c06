import type { AwsContext } from '../kits/stack';

export const readme = ({ cluster }: AwsContext, shard: string): string => `# Tenants of shard ${shard} in ${cluster.name}

One state, one file for each tenant: \`main.tf.json\` finds what they share, \`tenant-<name>.tf.json\` has what is the tenant's own. Apply after \`${cluster.name}-cluster\` and \`${cluster.name}-data\`. A tenant never changes its shard.

Load balancers are protected against deletion: before a database with an endpoint is removed, or its endpoint becomes \`in-cluster\`, a person lifts the protection and the plan's refusal with it.
`;
