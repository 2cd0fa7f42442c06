import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { logGroup, logTenants } from '../../../../lib/names';
import { cloudLogs } from '../settings';

/** What a person does around `<cluster>-logs`. */
export function readme(context: AwsContext): string {
  const { cluster, names } = context;
  const { retentionDays, auditRetentionDays, tier, alertAboveGiBPerDay } = cloudLogs(context);
  return `# Logs of ${cluster.name}

Apply after ${cluster.name}-observability and before the cluster gets its components: the gateway writes to groups and streams that it cannot make. Alarms on silence ring until the first line is there.

| group | what | days |
|---|---|---|
| \`${logGroup(names, logTenants.platform)}\` | pods of the platform, nodes, Kubernetes events | ${retentionDays} |
| \`${logGroup(names, logTenants.workloads)}\` | workloads, and what they send by OTLP | ${retentionDays} |
| \`${logGroup(names, logTenants.audit)}\` | logins and the delivery | ${auditRetentionDays} |

The groups carry \`prevent_destroy\`. A shorter retention deletes at once what is older. Ordinary groups are of tier ${tier}: a group keeps the class that it was made with, so a change of \`logging.tier\` is refused by Terraform; move on by hand (docs/runbooks/cloud-logs.md, "Another tier").

Searches: CloudWatch, Logs Insights, saved queries of \`${names.prefix()}\`. \`NAME\` stands for what you look for. An alarm tells when a day brings more than ${alertAboveGiBPerDay} GiB.

Credentials that still get into a line are masked when it is read. Nobody's role here has \`logs:Unmask\`.
`;
}
