/** Faults in copies of the plans: what shows that a scanner reads every one of them, and reads what it says. */
import type { Json, JsonObject } from '../../../infra/check/stack-json';
import { isArray, isObject } from '../../../infra/check/stack-json';
import { resourcesOf, withResource, withValues, type Plan } from './plan';

export interface Planted {
  readonly stack: string;
  readonly id: string;
  readonly resource: string;
}

interface Fault {
  readonly type: string;
  /** Id of checkov's check. */
  readonly id: string;
  readonly change: (values: JsonObject) => JsonObject;
}

const set = (values: JsonObject) => (body: JsonObject) => ({ ...body, ...values });
/** In the one block of that name. */
const within = (key: string, values: JsonObject) => (body: JsonObject) => {
  const first: Json | undefined = isArray(body[key]) ? body[key][0] : undefined;
  return { ...body, [key]: [{ ...(isObject(first) ? first : {}), ...values }] };
};
const everything = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

/** Production defaults of ours, each taken back at the first resource of its type. */
const faults: readonly Fault[] = [
  { type: 'aws_eks_cluster', id: 'CKV_AWS_39', change: within('vpc_config', { endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] }) },
  { type: 'aws_launch_template', id: 'CKV_AWS_79', change: within('metadata_options', { http_tokens: 'optional' }) },
  { type: 'aws_kms_key', id: 'CKV_AWS_7', change: set({ enable_key_rotation: false }) },
  { type: 'aws_s3_bucket_public_access_block', id: 'CKV_AWS_53', change: set({ block_public_acls: false }) },
  { type: 'aws_cloudwatch_log_group', id: 'CKV_AWS_338', change: set({ retention_in_days: 7 }) },
  { type: 'aws_iam_role_policy', id: 'CKV_AWS_355', change: set({ policy: everything }) },
  { type: 'aws_iam_policy', id: 'CKV_AWS_62', change: set({ policy: everything }) },
  { type: 'aws_vpc_security_group_ingress_rule', id: 'CKV_AWS_24', change: set({ cidr_ipv4: '0.0.0.0/0', from_port: 22, to_port: 22 }) },
  { type: 'aws_lb', id: 'CKV_AWS_150', change: set({ enable_deletion_protection: false }) },
  { type: 'aws_secretsmanager_secret', id: 'CKV_AWS_149', change: set({ kms_key_id: 'alias/aws/secretsmanager' }) },
  { type: 'aws_subnet', id: 'CKV_AWS_130', change: set({ map_public_ip_on_launch: true }) },
  { type: 'azurerm_kubernetes_cluster', id: 'CKV_AZURE_141', change: set({ local_account_disabled: false }) },
  { type: 'azurerm_kubernetes_cluster', id: 'CKV_AZURE_115', change: set({ private_cluster_enabled: false }) },
  { type: 'azurerm_storage_account', id: 'CKV_AZURE_44', change: set({ min_tls_version: 'TLS1_0' }) },
  { type: 'azurerm_key_vault', id: 'CKV_AZURE_110', change: set({ purge_protection_enabled: false }) },
];

/** checkov looks at this one whatever the provider of a stack is. */
const everywhere = { type: 'aws_ebs_volume', id: 'CKV_AWS_3', values: { availability_zone: 'eu-central-1a', size: 1, encrypted: false } };

export function plantedPlans(plans: ReadonlyMap<string, Plan>): { readonly planted: ReadonlyMap<string, Plan>; readonly wanted: readonly Planted[] } {
  const planted = new Map([...plans].map(([stack, plan]) => [stack, withResource(plan, everywhere.type, everywhere.values)]));
  const wanted: Planted[] = [...plans.keys()].map((stack) => ({ stack, id: everywhere.id, resource: `${everywhere.type}.planted` }));
  for (const { type, id, change } of faults) {
    const found = [...planted].flatMap(([stack, plan]) =>
      resourcesOf(plan).flatMap((each) => (each.type === type ? [{ stack, plan, address: each.address }] : [])),
    )[0];
    if (found === undefined) throw new Error(`no stack has a ${type} to plant ${id} in`);
    planted.set(found.stack, withValues(found.plan, found.address, change));
    wanted.push({ stack: found.stack, id, resource: found.address });
  }
  return { planted, wanted };
}
