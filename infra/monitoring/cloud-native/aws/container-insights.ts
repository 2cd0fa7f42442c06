/**
 * A second view of the cluster, by the agents of AWS: CloudWatch Container Insights in its OpenTelemetry mode, for the
 * console and for PromQL in CloudWatch. No logs, no traces: those are somebody else's, and would be paid twice.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/container-insights-eks-otel.html
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address } from '../../../cloud/aws/names';
import { containerInsightsAddon } from '../../../cloud/aws/versions';

const { name, version } = containerInsightsAddon;

/** Against the add-on's own schema: `aws eks describe-addon-configuration`. A minute is enough for a second look, and half the price. */
const configuration = {
  otelContainerInsights: { enabled: true, logs: { enabled: false }, metricResolution: '60s' },
  containerInsights: { enabled: false },
  containerLogs: { enabled: false },
  applicationSignals: { enabled: false },
  dcgmExporter: { enabled: false },
  neuronMonitor: { enabled: false },
  tolerations: [{ operator: 'Exists' }],
};

/** Its identity is an association of the cluster stack, like that of every other pod. */
export const containerInsights = (stack: PlatformStack, { names }: AwsContext): EksAddon =>
  pinned(
    new EksAddon(stack, address(`addon-${name}`), {
      clusterName: names.cluster(),
      addonName: name,
      addonVersion: version,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'PRESERVE',
      configurationValues: JSON.stringify(configuration),
    }),
    address(name),
  );
