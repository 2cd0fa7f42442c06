/**
 * What a stack names of another one is made there, exactly once: data sources that look something up by its name, ids of
 * Azure that are computed, roles by their ARN (docs/adr/0005-cross-stack-lookups.md).
 */
import { Report, type StackFinding } from './finding';
import { groupOf, Inventory, regionOf, type Stack } from './inventory';
import { blocksOf, textOf, type Entity, type StackJson } from './stack-json';
import { textsOf } from './walk';

export function checkLookups(stacks: readonly Stack[]): readonly StackFinding[] {
  const made = new Inventory(stacks);
  return stacks.flatMap(({ id, json }) => {
    const report = new Report(id);
    for (const entity of json.entities) {
      const lookup = entity.kind === 'data' ? lookups[entity.type] : undefined;
      for (const { what, count } of lookup?.(json, entity, made) ?? [])
        if (count !== 1)
          report.add(entity.address, '', `looks for ${what}, and ${count} stacks make it`, 'The name is part of the contract between the stacks.');
    }
    for (const { address, argument, text } of textsOf(json)) {
      for (const what of missingIds(text, made))
        report.add(address, argument, `names ${what}, which no stack makes`, 'Compute the id as the stack that makes it does.');
      if (/role_arn$/.test(argument) && !roleIsMade(text, made))
        report.add(address, argument, `names ${text}, which no stack makes`, 'Add the role to the identity stack.');
    }
    return report.findings;
  });
}

interface Found {
  readonly what: string;
  readonly count: number;
}
type Lookup = (stack: StackJson, entity: Entity, made: Inventory) => readonly Found[];

const byTag =
  (type: string): Lookup =>
  (stack, entity, made) =>
    blocksOf(entity.body['filter'])
      .filter(({ name }) => name === 'tag:Name')
      .map(({ values }) => {
        const name = Array.isArray(values) ? String(values[0]) : '';
        const region = regionOf(stack, entity);
        return { what: `${type} with the tag Name '${name}' in ${region}`, count: made.tagged(type, region, name) };
      });
const byName =
  (type: string, argument = 'name'): Lookup =>
  (stack, entity, made) => {
    const name = textOf(entity.body[argument]);
    const place = type.startsWith('aws_') ? regionOf(stack, entity) : groupOf(stack, entity);
    return [{ what: `${type} '${name}' in ${place}`, count: made.named(type, place, name) }];
  };

const lookups: Readonly<Record<string, Lookup>> = {
  aws_kms_key: byName('aws_kms_alias', 'key_id'),
  aws_lb: byName('aws_lb'),
  aws_lb_target_group: byName('aws_lb_target_group'),
  aws_nat_gateway: byTag('aws_nat_gateway'),
  aws_route53_zone: (_, entity, made) => {
    const name = textOf(entity.body['name']);
    return [{ what: `aws_route53_zone '${name}'`, count: made.named('aws_route53_zone', '', name) }];
  },
  aws_route_table: byTag('aws_route_table'),
  aws_subnet: byTag('aws_subnet'),
  aws_vpc: byTag('aws_vpc'),
  azurerm_kubernetes_cluster: byName('azurerm_kubernetes_cluster'),
  azurerm_user_assigned_identity: byName('azurerm_user_assigned_identity'),
};

/** Types of Azure's ids -> those of Terraform. */
const armTypes: Readonly<Record<string, string>> = {
  'Microsoft.Cdn/profiles': 'azurerm_cdn_frontdoor_profile',
  'Microsoft.Compute/diskEncryptionSets': 'azurerm_disk_encryption_set',
  'Microsoft.ContainerService/managedClusters': 'azurerm_kubernetes_cluster',
  'Microsoft.Insights/actionGroups': 'azurerm_monitor_action_group',
  'Microsoft.Insights/dataCollectionEndpoints': 'azurerm_monitor_data_collection_endpoint',
  'Microsoft.Insights/dataCollectionRules': 'azurerm_monitor_data_collection_rule',
  'Microsoft.KeyVault/vaults': 'azurerm_key_vault',
  'Microsoft.Monitor/accounts': 'azurerm_monitor_workspace',
  'Microsoft.ManagedIdentity/userAssignedIdentities': 'azurerm_user_assigned_identity',
  'Microsoft.Network/azureFirewalls': 'azurerm_firewall',
  'Microsoft.Network/ddosProtectionPlans': 'azurerm_network_ddos_protection_plan',
  'Microsoft.Network/dnsZones': 'azurerm_dns_zone',
  'Microsoft.Network/natGateways': 'azurerm_nat_gateway',
  'Microsoft.Network/privateDnsZones': 'azurerm_private_dns_zone',
  'Microsoft.Network/publicIPAddresses': 'azurerm_public_ip',
  'Microsoft.Network/routeTables': 'azurerm_route_table',
  'Microsoft.Network/virtualNetworks': 'azurerm_virtual_network',
  'Microsoft.OperationalInsights/workspaces': 'azurerm_log_analytics_workspace',
  'Microsoft.Storage/storageAccounts': 'azurerm_storage_account',
};
const armId = /\/subscriptions\/[^/"]+\/resourceGroups\/([^/"]+)\/providers\/([^/"]+\/[^/"]+)\/([^/"\s]+)(?:\/subnets\/([^/"\s]+))?/g;

function missingIds(text: string, made: Inventory): readonly string[] {
  return [...text.matchAll(armId)].flatMap(([id, group = '', arm = '', name = '', subnet]) => {
    const type = armTypes[arm];
    if (type === undefined) return [`${id}, of a type that the check does not know`];
    const found = made.named(type, group, name) === 1 && (subnet === undefined || made.named('azurerm_subnet', group, subnet) === 1);
    return found ? [] : [id];
  });
}

/** Roles of the account's people are not made here; nothing passes them to a service. */
function roleIsMade(text: string, made: Inventory): boolean {
  const [, name] = /^arn:aws:iam::\d+:role\/([^/]+)$/.exec(text) ?? [];
  return name === undefined || made.named('aws_iam_role', '', name) === 1;
}
