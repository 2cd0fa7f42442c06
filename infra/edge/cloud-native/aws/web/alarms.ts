/** What only the load balancer sees: no pod behind it, and errors that the gateway never heard of. */
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import type { AwsContext } from '../../../../cloud/aws/kits/stack';
import { address, type EdgeContext } from '../stack';
import type { Front } from './balancer';

interface Trouble {
  readonly id: string;
  readonly metricName: string;
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum';
  readonly description: string;
  readonly above?: number;
  readonly below?: number;
  /** Minutes in a row. */
  readonly minutes: number;
  readonly ofGroup: boolean;
}
const troubles: readonly Trouble[] = [
  {
    id: 'web-down',
    metricName: 'HealthyHostCount',
    statistic: 'Maximum',
    description:
      'No healthy gateway behind the load balancer: nobody reaches the cluster, the records lead to the other one. Look at the gateway pods and at the load balancer controller, which registers them.',
    below: 1,
    minutes: 3,
    ofGroup: true,
  },
  {
    id: 'web-unhealthy',
    metricName: 'UnHealthyHostCount',
    statistic: 'Minimum',
    description:
      "Gateways have failed the load balancer's health checks for 15 minutes. Look at their logs, and whether the network policy lets its subnets in.",
    above: 0,
    minutes: 15,
    ofGroup: true,
  },
  {
    id: 'web-errors',
    metricName: 'HTTPCode_ELB_5XX_Count',
    statistic: 'Sum',
    description:
      'The load balancer itself answers with errors: it reaches no gateway, or one closes connections under it. The access log in the bucket edge-logs says which (error_reason, target_status_code).',
    above: 20,
    minutes: 5,
    ofGroup: false,
  },
];

/** They go to the topic of the cluster, which the stack observability makes. */
export function balancerAlarms(stack: PlatformStack, { accountId }: EdgeContext, { cluster, names }: AwsContext, { balancer, targets }: Front): void {
  const topic = `arn:aws:sns:${cluster.region}:${accountId}:${names.prefix()}-alarms`;
  for (const { id, metricName, statistic, description, above, below, minutes, ofGroup } of troubles)
    pinned(
      new CloudwatchMetricAlarm(stack, address(id), {
        alarmName: `${names.prefix()}-${id}`,
        alarmDescription: description,
        namespace: 'AWS/ApplicationELB',
        metricName,
        statistic,
        dimensions: { LoadBalancer: balancer.arnSuffix, ...(ofGroup ? { TargetGroup: targets.arnSuffix } : {}) },
        period: 60,
        evaluationPeriods: minutes,
        datapointsToAlarm: minutes,
        comparisonOperator: below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold',
        threshold: below ?? above ?? 0,
        treatMissingData: below === undefined ? 'notBreaching' : 'breaching',
        alarmActions: [topic],
        okActions: [topic],
      }),
    );
}
