import type { AwsContext } from '../kits/stack';

/** What a person does around `<cluster>-observability`. */
export const readme = ({ platform, cluster }: AwsContext): string => `# ${cluster.name}-observability

Needs all other stacks of the cluster. After the first apply ${platform.owner.email} gets a mail from AWS: nothing is delivered until its link is followed. The alarms \`…-ingress-…-down\` and \`…-backup-missing\` ring until the first pod and the first backup are there.

Everything else is watched from inside the clusters; here is only what must be heard when a cluster is silent. No alarm is silenced here: change its reason.
`;
