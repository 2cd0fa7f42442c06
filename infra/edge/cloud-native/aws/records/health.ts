/** Whether each cluster can serve the platform, asked from all over the world, and who is told when it cannot. */
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import type { Cluster } from '../../../../../lib/model';
import { behindFrontDoor, frontDoorCheckHost, originHealthPath, originHost } from '../../../../../lib/names';
import { address, edgeName, topicArn, type EdgeContext } from '../stack';

export type Checks = ReadonlyMap<Cluster['name'], Route53HealthCheck>;

/** Seconds between two questions of one of about fifteen askers, and how many bad answers in a row count. */
const requestInterval = 10;
const failureThreshold = 3;

/**
 * The answer comes from behind the gateway: proxy, certificates, login and session store must all work for it. Of the
 * askers a fifth is enough to call a cluster healthy, so that one part of the world cannot take it away.
 */
export function healthChecks(stack: PlatformStack, context: EdgeContext): Checks {
  const { platform } = context;
  return new Map(
    (platform.cloud.clusters as readonly Cluster[]).map((cluster) => {
      const name = `${edgeName(platform)}-${cluster.name}`;
      const check = pinned(
        new Route53HealthCheck(stack, `health_${address(cluster.name)}`, {
          type: 'HTTPS',
          // A cluster in Azure takes nothing but what comes through Front Door, the check included.
          fqdn: behindFrontDoor(platform, cluster) ? frontDoorCheckHost(platform, cluster) : originHost(platform, cluster),
          port: 443,
          resourcePath: originHealthPath,
          enableSni: true,
          requestInterval,
          failureThreshold,
          measureLatency: false,
          tags: { Name: name },
        }),
        address(cluster.name),
      );
      healthAlarm(stack, context, cluster, check);
      return [cluster.name, check] as const;
    }),
  );
}

function healthAlarm(stack: PlatformStack, context: EdgeContext, cluster: Cluster, { id: HealthCheckId }: Route53HealthCheck): void {
  const topic = topicArn(context);
  pinned(
    new CloudwatchMetricAlarm(stack, `health_alarm_${address(cluster.name)}`, {
      alarmName: `${edgeName(context.platform)}-${cluster.name}-down`,
      alarmDescription: `${cluster.name} does not serve the platform, as seen from outside: its hosts lead to the other cluster, those that only it has are gone. Look at the gateway, the login and its session store there; open https://${originHost(context.platform, cluster)}${originHealthPath}.`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId },
      statistic: 'Minimum',
      period: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'breaching',
      alarmActions: [topic],
      okActions: [topic],
    }),
    address(cluster.name),
  );
}
