/** What a person does around `<cluster>-edge`. */
import { edgeStackIds } from '../../../../../lib/names';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import type { EdgeContext } from '../stack';

export const readme = ({ edge }: EdgeContext, { cluster, names }: AwsContext): string => `# ${cluster.name}-edge

Needs \`${cluster.name}-network\`, and the zone ${edge.zone.name} answered from outside (\`${edgeStackIds.zone}\`): the apply waits until Amazon has seen its proofs there, for up to 75 minutes. Before the gateways run, everything is answered 502 or 503.

## Something is blocked that should not be

    aws logs tail aws-waf-logs-${names.prefix()} --region ${cluster.region} --since 1h --filter-pattern BLOCK

\`terminatingRuleId\` is a rule of the platform or a group of AWS; \`ruleGroupList\` has the rule inside the group. A group's rule becomes a count, for now, in the console (Web ACL ${names.webLoadBalancer()}, the group, rule action override), and for good in the toolkit: the next apply takes away what it does not know.

Hosts of the platform itself are open for \`edge.adminRanges\` only: ${edge.adminRanges.join(', ')}. A host that the platform does not serve is blocked whatever its path.

## Logs

Every request is in the bucket \`${names.bucket('edge-logs')}\` below \`web/\`, what the firewall stopped in the group above; both for a year.

## What it costs

Load balancer 20 USD a month and 8 USD for each unit of load; firewall 5 USD, 1 USD a rule, 0.60 USD a million requests.

## Never replaced

Load balancer, target group and security group carry \`prevent_destroy\`: the records of \`${edgeStackIds.records}\` follow a new one only with another apply.
`;
