/** No secret in the state where the provider has another way, none in the text, none unmarked on its way. */
import { readTemplate } from './expression';
import type { Report } from './finding';
import { blockOf } from './references';
import { at, isArray, isObject, type Json, type JsonObject, type StackJson } from './stack-json';
import { fieldOf, isNested, plain, type Block, type Tables } from './table';

/** Resources that put a secret into the state whatever one writes. */
const leaking: Readonly<Record<string, string>> = {
  aws_iam_access_key: 'use roles: Pod Identity in the cluster, OIDC in CI',
  aws_iam_user_login_profile: 'use single sign-on',
  azurerm_storage_account_sas: 'use a managed identity',
  cloudflare_api_token: 'create it in the dashboard and put it into the secret store',
  cloudflare_zero_trust_access_service_token: 'create it in the dashboard and put it into the secret store',
  random_password: 'let the secret store generate it',
  tls_private_key: 'make the key outside Terraform',
};
/** Provider arguments that are credentials: they come from the environment of whoever applies. */
const credentials = new Set([
  'access_key',
  'secret_key',
  'token',
  'api_key',
  'api_token',
  'api_user_service_key',
  'client_secret',
  'client_certificate_password',
  'oidc_token',
  'password',
]);
/** Arguments that hold a secret although the tables cannot say so (AWS classes carry no such mark). */
const secretArguments: Readonly<Record<string, readonly string[]>> = {
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value'],
  aws_vpn_connection: ['tunnel1_preshared_key', 'tunnel2_preshared_key'],
  azurerm_monitor_action_group: ['service_uri'],
  cloudflare_authenticated_origin_pulls_certificate: ['private_key'],
  cloudflare_notification_policy_webhooks: ['secret'],
};

export function checkSecrets(stack: StackJson, tables: Tables, report: Report): void {
  for (const entity of stack.entities) {
    const { address, type, body } = entity;
    const instead = Object.hasOwn(leaking, type) ? leaking[type] : undefined;
    if (entity.kind === 'resource' && instead)
      report.add(address, '', 'writes a secret into the state, readable for everybody who may read the state', `Instead, ${instead}.`);
    const block = blockOf(tables, entity);
    if (block) secretsIn(stack, block, body, '', secretArguments[type] ?? [], (path, message, fix) => report.add(address, path, message, fix));
  }
  for (const { name, body } of stack.providers)
    for (const key of Object.keys(body))
      if (credentials.has(key))
        report.add(`provider.${name}`, key, 'is a credential', 'Leave it out: the provider reads it from the environment or from OIDC.');
  checkOutputs(stack, tables, report);
}

type Add = (path: string, message: string, fix: string) => void;

function secretsIn(stack: StackJson, block: Block, body: JsonObject, path: string, named: readonly string[], add: Add): void {
  for (const [name, value] of Object.entries(body)) {
    const field = fieldOf(block, name);
    if (field === undefined || value === null) continue;
    if (isNested(field))
      for (const item of isArray(value) ? value : [value]) if (isObject(item)) secretsIn(stack, field.fields, item, at(path, name), named, add);
    if (isNested(field)) continue;
    if (fieldOf(block, `${name}_wo`) !== undefined)
      add(at(path, name), 'is kept in the state, although the provider has a write-only argument', `Write ${name}_wo with ${name}_wo_version.`);
    else if (plain(field).sensitive || named.includes(name) || name.endsWith('_wo')) fromVariable(stack, value, at(path, name), add);
    if (name.endsWith('_wo') && fieldOf(block, `${name}_version`) !== undefined && body[`${name}_version`] === undefined)
      add(at(path, `${name}_version`), 'is missing: without it a new value is never written', 'Set it, and raise it with every new value.');
  }
}

function fromVariable(stack: StackJson, value: Json, path: string, add: Add): void {
  const { references } = readTemplate(typeof value === 'string' ? value : '');
  if (references.length === 0) {
    add(path, 'holds a secret in clear text', 'Take it from a sensitive variable.');
    return;
  }
  for (const { root, steps } of references) {
    const variable = root === 'var' ? stack.variables[steps[0]?.name ?? ''] : undefined;
    if (root === 'var' && !(isObject(variable) && variable['sensitive'] === true))
      add(path, `takes a secret from var.${steps[0]?.name ?? ''}, which is not marked as sensitive`, 'Set sensitive on the variable: plans would print it.');
  }
}

/** Terraform refuses an output of a sensitive value that is not marked. */
function checkOutputs(stack: StackJson, tables: Tables, report: Report): void {
  for (const [name, output] of Object.entries(stack.outputs)) {
    if (!isObject(output) || output['sensitive'] === true) continue;
    const { references } = readTemplate(JSON.stringify(output['value'] ?? null).replaceAll('\\"', '"'));
    for (const { root, steps, text } of references) {
      const variable = root === 'var' ? stack.variables[steps[0]?.name ?? ''] : undefined;
      const entity = stack.entity(`${root}.${steps[0]?.name ?? ''}`);
      const block = entity && blockOf(tables, entity);
      const field = block && fieldOf(block, steps.find(({ kind }, index) => index > 0 && kind === 'attribute')?.name ?? '');
      const secret = (isObject(variable) && variable['sensitive'] === true) || (field !== undefined && !isNested(field) && plain(field).sensitive);
      if (secret) report.add(`output.${name}`, 'value', `shows ${text}, which is sensitive`, 'Leave it out, or set sensitive on the output.');
    }
  }
}
