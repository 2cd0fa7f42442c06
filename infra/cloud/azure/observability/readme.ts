import { choose, type Monitoring } from '../../../../lib/model';
import { azureNames } from '../ids';
import type { AzureContext } from '../kits/stack';

/** What a person does around `<cluster>-observability`. */
export function readme(context: AzureContext): string {
  const { platform, cluster } = context;
  return `# Audit logs and cloud alerts of ${cluster.name}

Apply after all other stacks of the cluster: it names what they made. Mails go to ${platform.owner.email}, who has nothing to confirm; Azure sends one mail to say so. Alerts on the cluster stay silent until there are nodes.

Workspace \`${azureNames(context).workspace}\` keeps 90 days and is billed by volume, about 2,800 USD a TB; changes of the Kubernetes API (\`kube-audit-admin\`) are most of it. Who changed something:

    AKSAuditAdmin | extend Who = tostring(User.username) | where Who !startswith "system:" | project TimeGenerated, Who, Verb, RequestUri

${everythingElse(context)}
`;
}

const everythingElse = ({ platform, cluster }: AzureContext): string =>
  choose<Monitoring, string>(platform.monitoring, {
    prometheus: () => 'Everything else is watched from inside the clusters; here is only what must be heard when a cluster is silent.',
    'cloud-native': () => `Alerts on what runs in the cluster are in \`${cluster.name}-monitoring\`; here is what Azure knows without anything in the cluster.`,
  });
