import { logTables } from '../../../../lib/names';
import { azureNames } from '../../../cloud/azure/ids';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { cloudLogs } from '../settings';

/** What a person does around `<cluster>-logs`. */
export function readme(context: AzureContext): string {
  const { platform, cluster } = context;
  const { retentionDays, auditRetentionDays, tier, alertAboveGiBPerDay } = cloudLogs(context);
  const plan = tier === 'infrequent' ? 'Basic' : 'Analytics';
  return `# Logs of ${cluster.name}

Apply after ${cluster.name}-network and ${cluster.name}-identity and before ${cluster.name}-cluster, whose agent names the workspace. Rules on silence ring until the first line is there. Mails go to ${platform.owner.email}.

Workspace \`${azureNames(context).logWorkspace}\`:

| table | what | plan | days |
|---|---|---|---|
| \`${logTables.ordinary}\` | pods of the platform and of workloads | ${plan} | ${retentionDays} |
| \`${logTables.audit}\` | pods that say who did what: logins, the delivery | Analytics | ${auditRetentionDays} |
| \`AKSAuditAdmin\` | changes through the Kubernetes API | Analytics | ${auditRetentionDays} |
| \`KubeEvents\`, \`KubePodInventory\`, \`Syslog\` | events, pods, journals of nodes | Analytics | ${Math.max(retentionDays, 30)} |

A shorter period deletes what is older, after 30 days in which it can be taken back. The plan of a table changes once a week at most. Lines with a credential are withheld (saved search "lines that were withheld"): find who writes them.

Searches: the workspace, Logs, queries of category Platform. \`NAME\` stands for what you look for. A rule tells when a day brings more than ${alertAboveGiBPerDay} GiB.
`;
}
