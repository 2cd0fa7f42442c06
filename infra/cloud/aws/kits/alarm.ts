/** One shape for every alarm: mails when it starts and when it ends. */
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmMetricQuery } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AwsContext } from './stack';
import { address } from '../names';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum' | 'Average';
  readonly dimensions: Readonly<Record<string, string>>;
}
export interface AlarmProps {
  readonly id: string;
  /** What is wrong and the first thing to do. */
  readonly description: string;
  readonly metric: Metric | readonly CloudwatchMetricAlarmMetricQuery[];
  readonly when: { readonly above: number } | { readonly below: number };
  /** Minutes of one measurement. @default 5 */
  readonly minutes?: number;
  /** Measurements in a row. @default 1 */
  readonly times?: number;
  /** Whether silence is a problem. @default false */
  readonly missingIsBad?: boolean;
}

/** @param topic where it says so: that of the cluster, see `alarmTopicArn` */
export function alarm(stack: PlatformStack, { names }: AwsContext, topic: { readonly arn: string }, props: AlarmProps): void {
  const { id, description, metric, when, minutes = 5, times = 1, missingIsBad = false } = props;
  pinned(
    new CloudwatchMetricAlarm(stack, address(id), {
      alarmName: `${names.prefix()}-${id}`,
      alarmDescription: description,
      ...('name' in metric
        ? {
            namespace: metric.namespace,
            metricName: metric.name,
            statistic: metric.statistic,
            ...(Object.keys(metric.dimensions).length > 0 ? { dimensions: { ...metric.dimensions } } : {}),
            period: minutes * 60,
          }
        : { metricQuery: [...metric] }),
      comparisonOperator: 'above' in when ? 'GreaterThanThreshold' : 'LessThanThreshold',
      threshold: 'above' in when ? when.above : when.below,
      evaluationPeriods: times,
      datapointsToAlarm: times,
      treatMissingData: missingIsBad ? 'breaching' : 'notBreaching',
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    }),
  );
}
