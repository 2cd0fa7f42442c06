/** The store of metrics: one workspace for each cluster, in its region, under the cluster's own key. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { PrometheusWorkspaceConfiguration } from '@cdktf/provider-aws/lib/prometheus-workspace-configuration';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { Fn, TerraformOutput, type PlatformStack, type TerraformResourceLifecycle } from '../../../../lib/constructs/terraform';
import { cloudNativeSettings, isUnset } from '../../../../lib/model';
import { metricsQueryUrl } from '../../../../lib/names';
import { findKeyArn } from '../../../cloud/aws/kits/lookup';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { metricsLogGroup } from '../../../cloud/aws/names';
import { stackOutputs } from '../../../state';

export function metricsWorkspace(stack: PlatformStack, context: AwsContext): PrometheusWorkspace {
  const { names, platform } = context;
  const kmsKeyId = findKeyArn(stack, context, 'observability');
  // Rules that fail and messages that do not leave are told here, and nowhere else.
  const logs = pinned(
    new CloudwatchLogGroup(stack, 'metrics_logs', { name: metricsLogGroup(context), retentionInDays: 365, kmsKeyId, lifecycle: keep }),
    'metrics',
  );
  const workspace = pinned(
    new PrometheusWorkspace(stack, 'metrics', {
      alias: names.prefix(),
      kmsKeyArn: kmsKeyId,
      loggingConfiguration: { logGroupArn: `${logs.arn}:*` },
      lifecycle: { ...keep, ...guard(context) },
    }),
  );
  pinned(
    new PrometheusWorkspaceConfiguration(stack, 'metrics_configuration', {
      workspaceId: workspace.id,
      retentionPeriodInDays: cloudNativeSettings(platform).retentionDays,
    }),
    'metrics',
  );
  outputs(stack, context, workspace);
  return workspace;
}

/** The cluster has the locked address in its configuration: when it is not the real one, the apply says so. */
function guard({ cluster, lock }: AwsContext): Pick<TerraformResourceLifecycle, 'postcondition'> {
  const locked = metricsQueryUrl(lock, cluster);
  if (isUnset(locked)) return {};
  return {
    postcondition: [
      {
        condition: `\${trimsuffix(self.prometheus_endpoint, "/") == "${locked}"}`,
        errorMessage: `cloud.lock.yaml has another address for the metrics of ${cluster.name} than AWS has given. Run npm run lock, synth, commit.`,
      },
    ],
  };
}

function outputs(stack: PlatformStack, { cluster }: AwsContext, { prometheusEndpoint }: PrometheusWorkspace): void {
  new TerraformOutput(stack, stackOutputs.cluster, { value: cluster.name, description: 'Cluster that these outputs belong to' });
  new TerraformOutput(stack, stackOutputs.metricsIngestionUrl, {
    value: `${prometheusEndpoint}api/v1/remote_write`,
    description: 'Where the agent sends samples, for cloud.lock.yaml',
  });
  new TerraformOutput(stack, stackOutputs.metricsQueryUrl, {
    value: Fn.trimsuffix(prometheusEndpoint, '/'),
    description: 'Where Grafana asks, for cloud.lock.yaml',
  });
}
