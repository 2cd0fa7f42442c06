/**
 * What checkov reports about dist/terraform and we accept. It reads no inline skips from Terraform JSON, so that the
 * list is here.
 */
import type { Waiver } from '../waiver';

const never = 'The check learns what it misjudges.';
const keysOfStorage = 'Queue and classic logging need account keys or the data plane from outside the network, both of which are closed.';

const aws: readonly Waiver[] = [
  {
    id: 'CKV2_AWS_19',
    resource: 'aws_eip.ingress_*',
    why: 'The addresses belong to the network load balancer; the check knows instances and NAT gateways only.',
    dropWhen: never,
  },
  {
    id: 'CKV_AWS_25',
    resource: 'aws_vpc_security_group_ingress_rule.api_to_node',
    why: 'Port 3389 is inside a range that only the security group of the control plane may reach, no address.',
    dropWhen: never,
  },
  ...['CKV_AWS_290', 'CKV_AWS_355'].flatMap((id): readonly Waiver[] => [
    {
      id,
      resource: ['aws_iam_role_policy.node_session_manager', 'aws_iam_role_policy.system_node_session_manager'],
      why: 'The channels of Session Manager are no resources that a policy could name, and a node reports about itself only. They are the five actions that a shell needs of the managed policy for it.',
      dropWhen: 'Nobody needs a shell on a node.',
    },
    {
      id,
      resource: 'aws_iam_policy.ci_apply_network',
      why: 'The one action on everything in the world, route53:AssociateVPCWithHostedZone, is for names of endpoints: their zones belong to AWS, and nobody knows their ids before. All others are bound to our regions or to names.',
      dropWhen: 'AWS names the zones of its endpoints.',
    },
  ]),
  {
    id: 'CKV_AWS_91',
    resource: 'aws_lb.ingress',
    why: 'A network load balancer writes access logs of TLS listeners only; TLS ends in the pods, whose gateway logs every request. Flow logs have the connections.',
    dropWhen: 'A TLS listener is added.',
  },
  {
    id: 'CKV_AWS_144',
    resource: 'aws_s3_bucket.*',
    why: 'In two clouds data stays in its region by decision: the copy elsewhere is the standby, with backups of its own. In two regions backups and states have copies, which the check does not see: it follows no bucket by its name. A copy needs no copy; metrics, logs and access logs can be lost.',
    dropWhen: 'A platform in two clouds has to survive a region without the other cloud.',
  },
  {
    id: 'CKV_AWS_145',
    resource: ['aws_s3_bucket.access_logs', 'aws_s3_bucket.state_logs*'],
    why: 'S3 delivers server access logs only to buckets with keys of S3.',
    dropWhen: 'S3 delivers to buckets with customer managed keys.',
  },
  {
    id: 'CKV2_AWS_62',
    resource: ['aws_s3_bucket.access_logs', 'aws_s3_bucket.state_logs*'],
    why: 'Nobody listens to the arrival of an access log; every other bucket has events.',
    dropWhen: 'Something reads access logs as they come.',
  },
  {
    id: 'CKV2_AWS_57',
    resource: 'aws_secretsmanager_secret.*',
    why: 'Containers that people fill: values belong to the same value elsewhere (Cloudflare, PagerDuty, the other cluster), which no rotation function of one account can change. Rotation is in docs/production.md.',
    dropWhen: 'A secret is rotated by a function in its own account.',
  },
];

const azure: readonly Waiver[] = [
  {
    id: 'CKV_AZURE_4',
    resource: 'azurerm_kubernetes_cluster.aks',
    why: 'Container Insights is not used: the cluster brings its own metrics and logs, and diagnostic settings keep those of the control plane.',
    dropWhen: 'The option cloud-native of logging exists.',
  },
  {
    id: 'CKV_AZURE_172',
    resource: 'azurerm_kubernetes_cluster.aks',
    why: 'The secrets provider is not installed: External Secrets brings secrets into the cluster and refreshes them.',
    dropWhen: 'The secrets provider is installed.',
  },
  {
    id: 'CKV_AZURE_182',
    resource: 'azurerm_virtual_network_dns_servers.dns_servers',
    why: 'The one server is the firewall, which spans three zones; a second one would go around rules by name.',
    dropWhen: 'A second resolver applies the same rules.',
  },
  {
    id: 'CKV_AZURE_216',
    resource: 'azurerm_firewall.firewall',
    why: 'The mode is Deny in the firewall policy, which decides when there is one.',
    dropWhen: never,
  },
  {
    id: 'CKV_AZURE_40',
    resource: 'azurerm_key_vault_key.key_*',
    why: 'An expired key stops the API server, disks and storage. Keys rotate every year by policy; old versions still decrypt.',
    dropWhen: never,
  },
  {
    id: 'CKV_AZURE_109',
    resource: 'azurerm_key_vault.key_vault',
    why: 'AKS encrypts etcd through a vault that its control plane reaches: one without firewall, as long as the API server is not integrated into the VNet. Keys cannot be read out of a vault; secrets are in another one, which is closed.',
    dropWhen: 'API server VNet integration is used.',
  },
  { id: 'CKV_AZURE_189', resource: 'azurerm_key_vault.key_vault', why: 'As CKV_AZURE_109.', dropWhen: 'API server VNet integration is used.' },
  {
    id: 'CKV2_AZURE_32',
    resource: 'azurerm_key_vault.key_vault',
    why: 'As CKV_AZURE_109: nothing inside the network asks this vault.',
    dropWhen: 'API server VNet integration is used.',
  },
  { id: 'CKV_AZURE_33', resource: 'azurerm_storage_account.*', why: `No account has queues. ${keysOfStorage}`, dropWhen: 'An account has queues.' },
  {
    id: 'CKV2_AZURE_21',
    resource: 'azurerm_storage_container.*',
    why: `Diagnostic settings log every read, write and delete of backups. ${keysOfStorage}`,
    dropWhen: never,
  },
  {
    id: 'CKV_AZURE_206',
    resource: ['azurerm_storage_account.account_logs', 'azurerm_storage_account.account_metrics', 'azurerm_storage_account.flow_log_account'],
    why: 'Three zones hold a copy; a second region is for what cannot be made again.',
    dropWhen: 'Metrics or logs must survive the loss of a region.',
  },
  {
    id: 'CKV_AZURE_59',
    resource: ['azurerm_storage_account.state_account*', 'azurerm_storage_account.flow_log_account', 'azurerm_storage_account.account_backups'],
    why: 'Open to named addresses or to services of Azure only, denied to all others, without account keys where pods read. Backups are open to the addresses of the other cluster, once the lock file knows them: its standby reads them.',
    dropWhen: 'Runners and clusters reach them by private endpoints alone.',
  },
  {
    id: 'CKV2_AZURE_33',
    resource: ['azurerm_storage_account.state_account*', 'azurerm_storage_account.flow_log_account'],
    why: 'The endpoints of state accounts are in the network stacks, which the check does not see together; flow logs are written by Azure from outside every network.',
    dropWhen: never,
  },
  {
    id: 'CKV2_AZURE_40',
    resource: 'azurerm_storage_account.flow_log_account',
    why: 'The service that writes flow logs signs with the key of the account; no network reaches the account with it.',
    dropWhen: 'The provider can give flow logs an identity.',
  },
  {
    id: 'CKV2_AZURE_1',
    resource: ['azurerm_storage_account.state_account*', 'azurerm_storage_account.flow_log_account'],
    why: "Azure's own keys, twice: the vault of keys is itself described in the state, and these accounts are made before it.",
    dropWhen: never,
  },
];

export const checkovTerraform: readonly Waiver[] = [...aws, ...azure];
