import type { AwsContext } from '../kits/stack';

export const readme = ({ cluster }: AwsContext, shard: string): string => `# Tenants of shard ${shard} in ${cluster.name}

One state, one file for each tenant: \`main.tf.json\` finds what they share, \`tenant-<name>.tf.json\` has what is the tenant's own. Apply after \`${cluster.name}-cluster\` and \`${cluster.name}-data\`. A tenant never changes its shard.

Each endpoint is a network load balancer. AWS allows 50 in a region until the quota *Network Load Balancers per Region* is raised: ask before the fleet has as many.

Load balancers are protected against deletion: before a database with an endpoint is removed, or its endpoint becomes \`in-cluster\`, a person lifts the protection (\`aws elbv2 modify-load-balancer-attributes\`, \`deletion_protection.enabled=false\`). From \`private\` to \`public\` is a new load balancer: \`terraform state rm\` the old one, apply, delete it.
`;
