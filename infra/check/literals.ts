/** Arguments that scanners (checkov, trivy) and reviewers judge must be literals: an expression reads as "unknown". */
import type { Report } from './finding';
import { at, isArray, isObject, type Json, type StackJson } from './stack-json';

const judged: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: [
    'version',
    'enabled_cluster_log_types',
    'vpc_config.endpoint_private_access',
    'vpc_config.endpoint_public_access',
    'encryption_config.resources',
    'access_config.authentication_mode',
  ],
  aws_kms_key: ['enable_key_rotation', 'deletion_window_in_days'],
  aws_launch_template: ['metadata_options.http_tokens', 'metadata_options.http_put_response_hop_limit'],
  aws_lb: ['internal', 'load_balancer_type', 'enable_deletion_protection', 'enable_cross_zone_load_balancing'],
  aws_cloudwatch_log_group: ['retention_in_days'],
  aws_s3_bucket_public_access_block: ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'],
  aws_s3_bucket_server_side_encryption_configuration: ['rule.apply_server_side_encryption_by_default.sse_algorithm'],
  aws_s3_bucket_versioning: ['versioning_configuration.status'],
  aws_subnet: ['map_public_ip_on_launch'],
  azurerm_key_vault: ['purge_protection_enabled', 'public_network_access_enabled', 'soft_delete_retention_days', 'network_acls.default_action'],
  azurerm_kubernetes_cluster: [
    'private_cluster_enabled',
    'local_account_disabled',
    'sku_tier',
    'azure_policy_enabled',
    'role_based_access_control_enabled',
    'automatic_upgrade_channel',
    'default_node_pool.host_encryption_enabled',
    'default_node_pool.max_pods',
  ],
  azurerm_kubernetes_cluster_node_pool: ['host_encryption_enabled', 'max_pods', 'os_disk_type'],
  azurerm_storage_account: [
    'min_tls_version',
    'shared_access_key_enabled',
    'public_network_access_enabled',
    'allow_nested_items_to_be_public',
    'account_replication_type',
    'local_user_enabled',
    'network_rules.default_action',
  ],
  cloudflare_zone_setting: ['setting_id', 'value'],
  cloudflare_load_balancer: ['proxied', 'steering_policy'],
  cloudflare_ruleset: ['phase', 'kind', 'rules.action', 'rules.enabled', 'rules.ref'],
};

export function checkLiterals({ entities }: StackJson, report: Report): void {
  for (const { type, address, body } of entities) {
    for (const path of judged[type] ?? []) {
      for (const { value, found } of valuesAt(body, path.split('.'), '')) {
        if (JSON.stringify(value).replaceAll('$${', '').includes('${'))
          report.add(address, found, 'must be a literal: scanners and reviewers cannot judge an expression', 'Write the value.');
      }
    }
  }
}

function valuesAt(value: Json | undefined, path: readonly string[], found: string): readonly { readonly value: Json; readonly found: string }[] {
  const [first, ...rest] = path;
  if (value === undefined || value === null) return [];
  if (first === undefined) return [{ value, found }];
  if (isArray(value)) return value.flatMap((item, index) => valuesAt(item, path, at(found, index)));
  return isObject(value) ? valuesAt(value[first], rest, at(found, first)) : [];
}
