/**
 * Where metrics are kept, and the way in: an endpoint and a rule of our own. Azure makes a pair with each workspace as
 * well, in a group that it locks; nobody has a right on that one.
 */
import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput, type PlatformStack, type TerraformResourceLifecycle } from '../../../../lib/constructs/terraform';
import { isUnset } from '../../../../lib/model';
import { managedMetricsKeys, metricsIngestionUrl, metricsQueryUrl } from '../../../../lib/names';
import { stackOutputs } from '../../../state';
import { azureNames } from '../../../cloud/azure/ids';
import { deleteLock, type Place } from '../../../cloud/azure/kits/group';
import type { AzureContext } from '../../../cloud/azure/kits/stack';

/** What samples of Prometheus are called on their way through a data collection rule. */
const stream = 'Microsoft-PrometheusMetrics';
const destination = 'workspace';

export interface Metrics {
  readonly workspace: MonitorWorkspace;
  readonly endpoint: MonitorDataCollectionEndpoint;
  readonly rule: MonitorDataCollectionRule;
}

/** Nothing of it answers outside the network. */
export function metricsWorkspace(stack: PlatformStack, context: AzureContext, place: Place): Metrics {
  const names = azureNames(context);
  const { cluster, lock } = context;
  const workspace = pinned(
    new MonitorWorkspace(stack, 'workspace', {
      ...place,
      name: names.metricsWorkspace,
      publicNetworkAccessEnabled: false,
      lifecycle: {
        ...keep,
        ...guard(context, managedMetricsKeys.queryUrl, metricsQueryUrl(lock, cluster), (locked) => `self.query_endpoint == "${locked}"`),
      },
    }),
  );
  deleteLock(stack, 'workspace_lock', workspace.id, 'Metrics of the last 18 months.');
  const endpoint = pinned(
    new MonitorDataCollectionEndpoint(stack, 'ingestion_endpoint', {
      ...place,
      name: names.ingestionEndpoint,
      description: 'Takes the samples of the agent in the cluster.',
      kind: 'Linux',
      publicNetworkAccessEnabled: false,
      lifecycle: keep, // the cluster knows the addresses of both
    }),
  );
  const rule = pinned(
    new MonitorDataCollectionRule(stack, 'ingestion_rule', {
      ...place,
      name: names.ingestionRule,
      description: 'Samples of Prometheus into the workspace of the cluster.',
      kind: 'Linux',
      dataCollectionEndpointId: endpoint.id,
      dataSources: { prometheusForwarder: [{ name: 'prometheus', streams: [stream] }] },
      destinations: { monitorAccount: [{ name: destination, monitorAccountId: workspace.id }] },
      dataFlow: [{ streams: [stream], destinations: [destination] }],
      lifecycle: {
        ...keep,
        ...guard(context, managedMetricsKeys.ingestionUrl, metricsIngestionUrl(lock, cluster), (locked) => `strcontains("${locked}", self.immutable_id)`),
      },
    }),
  );
  outputs(stack, context, { workspace, endpoint, rule });
  return { workspace, endpoint, rule };
}

/** The cluster has the locked address in its configuration: when it is not the real one, the apply says so. */
function guard({ cluster }: AzureContext, key: string, locked: string, holds: (locked: string) => string): Pick<TerraformResourceLifecycle, 'postcondition'> {
  if (isUnset(locked)) return {};
  return {
    postcondition: [
      {
        condition: `\${${holds(locked)}}`,
        errorMessage: `cloud.lock.yaml has another address for ${cluster.name} ${key} than Azure has given. Run npm run lock, synth, commit.`,
      },
    ],
  };
}

function outputs(stack: PlatformStack, { cluster }: AzureContext, { workspace, endpoint, rule }: Metrics): void {
  new TerraformOutput(stack, stackOutputs.cluster, { value: cluster.name, description: 'Cluster that these outputs belong to.' });
  new TerraformOutput(stack, stackOutputs.metricsIngestionUrl, {
    value: `${endpoint.metricsIngestionEndpoint}/dataCollectionRules/${rule.immutableId}/streams/${stream}/api/v1/write?api-version=2023-04-24`,
    description: 'Where the agent sends samples, for cloud.lock.yaml.',
  });
  new TerraformOutput(stack, stackOutputs.metricsQueryUrl, { value: workspace.queryEndpoint, description: 'Where Grafana asks, for cloud.lock.yaml.' });
}
