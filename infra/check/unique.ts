/** Names that a cloud gives away once: in the world, in an account, in a region of it, in a resource group. Over all stacks of a platform. */
import { Report, type StackFinding } from './finding';
import { groupOf, regionOf, type Stack } from './inventory';
import { blocksOf, textOf, type Entity, type StackJson } from './stack-json';

interface NameScope {
  /** Argument with the name. */
  readonly argument: string;
  /** Within what nothing else may have it. */
  readonly within: 'everywhere' | 'region' | 'group';
}
const named = (within: NameScope['within'], argument: string, types: readonly string[]): Readonly<Record<string, NameScope>> =>
  Object.fromEntries(types.map((type) => [type, { argument, within }]));

const scopes: Readonly<Record<string, NameScope>> = {
  ...named('everywhere', 'bucket', ['aws_s3_bucket']),
  ...named('everywhere', 'url', ['aws_iam_openid_connect_provider']),
  ...named('everywhere', 'name', [
    'aws_budgets_budget',
    'aws_globalaccelerator_accelerator',
    'aws_iam_policy',
    'aws_iam_role',
    'aws_route53_zone',
    'azurerm_key_vault',
    'azurerm_resource_group',
    'azurerm_role_definition',
    'azurerm_storage_account',
  ]),
  ...named('region', 'alarm_name', ['aws_cloudwatch_metric_alarm']),
  ...named('region', 'analyzer_name', ['aws_accessanalyzer_analyzer']),
  ...named('region', 'name', [
    'aws_backup_plan',
    'aws_backup_vault',
    'aws_cloudwatch_event_rule',
    'aws_cloudwatch_log_group',
    'aws_eks_cluster',
    'aws_networkfirewall_firewall',
    'aws_networkfirewall_firewall_policy',
    'aws_networkfirewall_rule_group',
    'aws_kms_alias',
    'aws_launch_template',
    'aws_lb',
    'aws_lb_target_group',
    'aws_secretsmanager_secret',
    'aws_sns_topic',
    'aws_sqs_queue',
    'aws_wafv2_ip_set',
    'aws_wafv2_web_acl',
  ]),
  ...named('group', 'display_name', ['azurerm_application_insights_workbook']),
  ...named('group', 'name', [
    'azurerm_cdn_frontdoor_firewall_policy',
    'azurerm_cdn_frontdoor_profile',
    'azurerm_disk_encryption_set',
    'azurerm_dns_zone',
    'azurerm_firewall',
    'azurerm_firewall_policy',
    'azurerm_kubernetes_cluster',
    'azurerm_log_analytics_workspace',
    'azurerm_monitor_action_group',
    'azurerm_monitor_alert_prometheus_rule_group',
    'azurerm_monitor_data_collection_endpoint',
    'azurerm_monitor_data_collection_rule',
    'azurerm_monitor_metric_alert',
    'azurerm_monitor_workspace',
    'azurerm_nat_gateway',
    'azurerm_network_security_group',
    'azurerm_private_dns_zone',
    'azurerm_private_endpoint',
    'azurerm_public_ip',
    'azurerm_public_ip_prefix',
    'azurerm_route_table',
    'azurerm_user_assigned_identity',
    'azurerm_virtual_network',
  ]),
};

/** Every literal name against every other one of its kind. */
export function checkUnique(stacks: readonly Stack[]): readonly StackFinding[] {
  const firsts = new Map<string, string>();
  return stacks.flatMap(({ id, json }) => {
    const report = new Report(id);
    for (const entity of json.entities) {
      const scope = entity.kind === 'resource' ? scopes[entity.type] : undefined;
      const name = scope && entity.body[scope.argument];
      if (!scope || typeof name !== 'string' || name.includes('${')) continue;
      for (const place of placesOf(json, entity, scope)) {
        const key = [entity.type, place, name.toLowerCase()].join(' ');
        const first = firsts.get(key);
        if (first === undefined) firsts.set(key, `${id}/${entity.address}`);
        else report.add(entity.address, scope.argument, `'${name}' is also the name of ${first}`, 'Put the cluster into the name, or make the thing once.');
      }
    }
    return report.findings;
  });
}

/** Where the name counts; a secret counts in the regions of its replicas as well. */
function placesOf(stack: StackJson, entity: Entity, { within }: NameScope): readonly string[] {
  if (within === 'everywhere') return [''];
  if (within === 'group') return [groupOf(stack, entity)];
  return [regionOf(stack, entity), ...blocksOf(entity.body['replica']).map(({ region }) => textOf(region))];
}
