/**
 * What Grafana asks: the managed Prometheus of its cluster, those of siblings in the same account, and the metrics that
 * the cloud itself keeps. It acts with its own identity in the cloud: no data source has a key.
 */
import type { ComponentIntents } from '../../../lib/components';
import { cloudIdentity } from '../../../lib/constructs/cloud-identity';
import { restrictedContainer, resources } from '../../../lib/constructs/pods';
import { azureAccount, type Cluster } from '../../../lib/model';
import { dataSources, metricsQueryUrl, siblings } from '../../../lib/names';
import type { Context } from '../../context';
import type { MetricsStore } from '../dashboards/grafana-dashboard';
import type { DataSource } from '../grafana/data-sources';
import type { GrafanaOption } from '../grafana/option';
import { parts, peer, toManagedMetrics } from './parts';

const from = peer(parts.grafana);

/** What each cloud asks of Grafana. */
interface CloudSources {
  /** Plugin of its managed Prometheus; the source of Grafana itself cannot authenticate there any more. */
  readonly plugin: 'grafana-amazonprometheus-datasource' | 'grafana-azureprometheus-datasource';
  /** Whether its rules leave the series ALERTS behind. */
  readonly alertSeries: boolean;
  /** Whether it lists the values of a label. */
  readonly labelValues: boolean;
  /** How the plugin authenticates against the workspace of a cluster. */
  authentication(cluster: Cluster): object;
  /** Metrics that the cloud itself keeps. */
  cloud(context: Context): DataSource;
  readonly settings: Readonly<Record<string, object>>;
}

const clouds: Readonly<Record<Cluster['provider'], CloudSources>> = {
  aws: {
    plugin: 'grafana-amazonprometheus-datasource',
    alertSeries: true,
    labelValues: true,
    authentication: ({ region }) => ({ sigV4Auth: true, sigV4AuthType: 'default', sigV4Region: region }),
    cloud: ({ cluster }) => ({
      uid: dataSources.cloud,
      name: 'CloudWatch',
      type: 'cloudwatch',
      isDefault: false,
      jsonData: { authType: 'default', defaultRegion: cluster.region },
    }),
    settings: {
      auth: { sigv4_auth_enabled: true },
      aws: { allowed_auth_providers: 'default', assume_role_enabled: false, forward_settings_to_plugins: 'cloudwatch,grafana-amazonprometheus-datasource' },
      // A plugin is a process of its own: without these it does not find the identity of the pod.
      plugins: { forward_host_env_vars: 'cloudwatch,grafana-amazonprometheus-datasource' },
    },
  },
  azure: {
    plugin: 'grafana-azureprometheus-datasource',
    alertSeries: false,
    labelValues: false, // only names of metrics
    authentication: () => ({ azureCredentials: { authType: 'workloadidentity' } }),
    cloud: ({ platform }) => ({
      uid: dataSources.cloud,
      name: 'Azure Monitor',
      type: 'grafana-azure-monitor-datasource',
      isDefault: false,
      jsonData: { azureAuthType: 'workloadidentity', cloudName: 'azuremonitor', subscriptionId: azureAccount(platform).subscriptionId },
    }),
    settings: {
      auth: { azure_auth_enabled: true },
      azure: {
        cloud: 'AzureCloud',
        workload_identity_enabled: true,
        forward_settings_to_plugins: 'grafana-azure-monitor-datasource,grafana-azureprometheus-datasource',
      },
      plugins: { forward_host_env_vars: 'grafana-azure-monitor-datasource,grafana-azureprometheus-datasource' },
    },
  },
};

export const metricsStore = ({ cluster }: Context): MetricsStore => ({
  type: clouds[cluster.provider].plugin,
  alertSeries: clouds[cluster.provider].alertSeries,
  labelValues: clouds[cluster.provider].labelValues,
});

export const grafanaOption: GrafanaOption = {
  needs: ['metrics-query', 'alerting'],
  sources: (context) => {
    const { platform, cluster } = context;
    const own = metrics(context, cluster, { uid: dataSources.metrics, name: 'Metrics', isDefault: true });
    const others = siblings(platform, cluster).map((other) =>
      metrics(context, other, { uid: `${dataSources.metrics}-${other.name}`, name: `Metrics ${other.name}`, isDefault: false }),
    );
    return [own, ...others, clouds[cluster.provider].cloud(context)];
  },
  ways: (context) => ({
    flows: [toManagedMetrics(parts.grafana, 'metrics for dashboards')],
    egressHosts: [
      ...cloudIdentity(context, 'grafana', from.pods).egressHosts,
      ...cloudHosts(context),
      { from, hosts: ['grafana.com', 'storage.googleapis.com'], why: 'plugin of the managed Prometheus, at each start' },
    ],
  }),
  whenDown: 'Alerts are not affected: the cloud judges and sends them, and its console asks the same metrics.',
  settings: ({ cluster }) => clouds[cluster.provider].settings,
  values: (context) => ({ extraInitContainers: [pluginInstaller(context)] }),
};

const metrics = ({ platform, lock }: Context, cluster: Cluster, { uid, name, isDefault }: Pick<DataSource, 'uid' | 'name' | 'isDefault'>): DataSource => ({
  uid,
  name,
  type: clouds[cluster.provider].plugin,
  isDefault,
  url: metricsQueryUrl(lock, cluster),
  jsonData: {
    httpMethod: 'POST',
    prometheusType: 'Prometheus',
    cacheLevel: 'Medium',
    timeInterval: `${platform.monitoring.scrapeIntervalSeconds}s`,
    manageAlerts: false,
    ...clouds[cluster.provider].authentication(cluster),
  },
});

/** Beside the endpoints in the network: those answer for the region of the cluster only, and Azure's own metrics have none. */
function cloudHosts({ platform, cluster }: Context): NonNullable<ComponentIntents['egressHosts']> {
  if (cluster.provider === 'azure') return [{ from, hosts: ['management.azure.com'], why: 'metrics that Azure keeps by itself' }];
  return siblings(platform, cluster).map((other) => ({ from, hosts: [`aps-workspaces.${other.region}.amazonaws.com`], why: `metrics of ${other.name}` }));
}

/** The pinned plugin into the folder that Grafana loads; the catalogue's signature is checked. Grafana's own installer would bring others along. */
function pluginInstaller({ cluster, versions }: Context) {
  const { plugin } = clouds[cluster.provider];
  return {
    name: 'plugins',
    image: versions.images.grafana,
    command: ['grafana', 'cli', '--homepath', '/usr/share/grafana', '--pluginsDir', '/var/lib/grafana/plugins'],
    args: ['plugins', 'install', plugin, versions.grafanaPlugins[plugin]],
    securityContext: { ...restrictedContainer, privileged: false },
    resources: resources('50m', '256Mi'),
    volumeMounts: [
      { name: 'storage', mountPath: '/var/lib/grafana' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
