/** Metrics of Azure that page somebody, as data. */
import type { AzureCluster } from '../../../../lib/model';
import { buckets, ddosPlanId } from '../../../../lib/names';
import { azureIds } from '../ids';
import type { MetricAlert } from '../kits/metric-alert';
import type { AzureContext } from '../kits/stack';

type Ids = ReturnType<typeof azureIds>;

const aks = 'Microsoft.ContainerService/managedClusters';
const clusterAlerts = (ids: Ids): readonly MetricAlert[] => [
  {
    id: 'api-server-cpu',
    scope: ids.cluster,
    metricNamespace: aks,
    metricName: 'apiserver_cpu_usage_percentage',
    aggregation: 'Maximum',
    operator: 'GreaterThan',
    threshold: 90,
    severity: 2,
    description: 'The API server is about to refuse requests. Find the client that asks too much (audit log, by user agent).',
  },
  {
    id: 'etcd-size',
    scope: ids.cluster,
    metricNamespace: aks,
    metricName: 'etcd_database_usage_percentage',
    aggregation: 'Maximum',
    operator: 'GreaterThan',
    threshold: 75,
    severity: 1,
    description: 'At 100 percent the cluster takes no more writes. Delete what piles up (events, finished jobs, old releases).',
  },
  {
    id: 'nodes-not-ready',
    scope: ids.cluster,
    metricNamespace: aks,
    metricName: 'kube_node_status_condition',
    aggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 0,
    dimensions: [{ name: 'status2', values: ['NotReady'] }],
    severity: 1,
    description: 'A node has not been ready for a quarter of an hour; AKS repairs single nodes by itself within that time.',
  },
];

const firewallMetrics = 'Microsoft.Network/azureFirewalls';
const natMetrics = 'Microsoft.Network/natGateways';
const egressAlerts: Record<AzureCluster['network']['egress'], (ids: Ids) => readonly MetricAlert[]> = {
  firewall: ({ firewall }) => [
    {
      id: 'firewall-snat',
      scope: firewall,
      metricNamespace: firewallMetrics,
      metricName: 'SNATPortUtilization',
      aggregation: 'Maximum',
      operator: 'GreaterThan',
      threshold: 80,
      severity: 1,
      description: 'Nearly no ports left for connections to one destination; then new ones fail at random. More addresses, or fewer connections.',
    },
    {
      id: 'firewall-health',
      scope: firewall,
      metricNamespace: firewallMetrics,
      metricName: 'FirewallHealth',
      aggregation: 'Average',
      operator: 'LessThan',
      threshold: 90,
      severity: 0,
      description: 'The firewall carries everything that comes in and goes out. Below 50 it is down.',
    },
  ],
  'nat-gateway': ({ natGateway }) => [
    {
      id: 'nat-datapath',
      scope: natGateway,
      metricNamespace: natMetrics,
      metricName: 'DatapathAvailability',
      aggregation: 'Average',
      operator: 'LessThan',
      threshold: 90,
      severity: 0,
      description: 'Nodes lose connections to the internet: images, logins, certificates, DNS records.',
    },
    {
      id: 'nat-drops',
      scope: natGateway,
      metricNamespace: natMetrics,
      metricName: 'PacketDropCount',
      aggregation: 'Total',
      operator: 'GreaterThan',
      threshold: 1000,
      severity: 2,
      description: 'The gateway drops packets, most often because its ports are used up.',
    },
  ],
};

const storageAlert = (ids: Ids, id: Parameters<Ids['account']>[0]): MetricAlert => ({
  id: `storage-${id}`,
  scope: ids.account(id),
  metricNamespace: 'Microsoft.Storage/storageAccounts',
  metricName: 'Availability',
  aggregation: 'Average',
  operator: 'LessThan',
  threshold: 99,
  severity: 2,
  description: `Requests to bucket ${id} fail on the side of Azure.`,
});

const vaultAlert = (id: string, scope: string, description: string): MetricAlert => ({
  id,
  scope,
  metricNamespace: 'Microsoft.KeyVault/vaults',
  metricName: 'Availability',
  aggregation: 'Average',
  operator: 'LessThan',
  threshold: 99,
  severity: 1,
  description,
});

/** Azure measures attacks only where a plan protects the network. */
const attackAlert = ({ ingressAddress }: Ids): MetricAlert => ({
  id: 'ddos-attack',
  scope: ingressAddress,
  metricNamespace: 'Microsoft.Network/publicIPAddresses',
  metricName: 'IfUnderDDoSAttack',
  aggregation: 'Maximum',
  operator: 'GreaterThan',
  threshold: 0,
  severity: 1,
  description: 'Azure fends off an attack on the ingress address. Reports are in the workspace (DDoSMitigationReports); Microsoft helps through a ticket.',
});

export function metricAlerts(context: AzureContext): readonly MetricAlert[] {
  const ids = azureIds(context);
  return [
    ...clusterAlerts(ids),
    ...egressAlerts[context.cluster.network.egress](ids),
    ...(ddosPlanId(context.platform) === undefined ? [] : [attackAlert(ids)]),
    ...buckets(context.platform).map(({ id }) => storageAlert(ids, id)),
    vaultAlert('secret-vault', ids.secretVault, 'Secrets are not refreshed; those in the cluster stay as they are.'),
    vaultAlert('key-vault', ids.keyVault, 'Without its key the API server cannot decrypt Secrets after a restart, and no disk can be attached.'),
  ];
}
