/** The stack's own settings: providers with full addresses, state with a lock, variables and outputs well formed. */
import { readTemplate } from './expression';
import type { Report } from './finding';
import { providerOf } from './built-in';
import { isObject, sections, type JsonObject, type StackJson } from './stack-json';

export function checkSettings(stack: StackJson, report: Report): void {
  for (const name of Object.keys(stack.root))
    if (!(sections as readonly string[]).includes(name)) report.add(name, '', 'is no block of a Terraform configuration', `One of: ${sections.join(', ')}.`);
  if (typeof stack.terraform['required_version'] !== 'string')
    report.add('terraform', 'required_version', 'is missing', 'State the oldest Terraform that may apply the stack.');
  checkProviders(stack, report);
  checkBackend(stack.terraform['backend'], report);
  checkInterface(stack, report);
  checkImports(stack, report);
}

function checkProviders(stack: StackJson, report: Report): void {
  const required = isObject(stack.terraform['required_providers']) ? stack.terraform['required_providers'] : {};
  const used = new Set([...stack.entities.flatMap(({ type }) => providerOf(type) ?? []), ...stack.providers.map(({ name }) => name)]);
  for (const name of used)
    if (!isObject(required[name]))
      report.add('terraform', `required_providers.${name}`, 'is missing, but the stack uses the provider', `Add { source: '<namespace>/${name}', version }.`);
  for (const [name, value] of Object.entries(required)) {
    const { source, version } = isObject(value) ? value : {};
    if (typeof source !== 'string' || !/^([\w.-]+\/)?[\w-]+\/[\w-]+$/.test(source))
      report.add(
        'terraform',
        `required_providers.${name}.source`,
        `is ${JSON.stringify(source ?? null)}, which Terraform and OpenTofu complete differently`,
        `Write the full address, such as hashicorp/${name}.`,
      );
    if (typeof version !== 'string' || version === '')
      report.add('terraform', `required_providers.${name}.version`, 'is missing', 'Constrain the version, such as ~> 6.25.');
    if (!used.has(name)) report.add('terraform', `required_providers.${name}`, 'is required, but nothing uses it', 'Leave it out: every init downloads it.');
  }
  const configured = new Set(stack.providers.map(({ name, alias }) => (alias ? `${name}.${alias}` : name)));
  for (const { address, type, body } of stack.entities) {
    const own = providerOf(type);
    const chosen = typeof body['provider'] === 'string' ? body['provider'].replace(/^\$\{(.*)\}$/, '$1') : own;
    if (chosen && !configured.has(chosen))
      report.add(address, 'provider', `uses the provider configuration '${chosen}', which the stack does not have`, 'Add the provider block, with this alias.');
    if (own && chosen && chosen.split('.')[0] !== own)
      report.add(address, 'provider', `'${chosen}' is not a configuration of ${own}`, `Name a configuration of ${own}.`);
  }
}

interface BackendRule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Missing lock or encryption, in words. */
  readonly problem: (backend: JsonObject) => string | undefined;
}
const backends: Readonly<Record<string, BackendRule>> = {
  s3: {
    required: ['bucket', 'key', 'region'],
    optional: ['encrypt', 'kms_key_id', 'use_lockfile', 'allowed_account_ids', 'profile', 'assume_role', 'skip_region_validation'],
    problem: ({ use_lockfile, encrypt, kms_key_id }) =>
      use_lockfile !== true
        ? 'has no lock: set use_lockfile'
        : encrypt !== true || !kms_key_id
          ? 'is not encrypted with a key of our own: set encrypt and kms_key_id'
          : undefined,
  },
  azurerm: {
    required: ['storage_account_name', 'container_name', 'key'],
    optional: ['resource_group_name', 'subscription_id', 'tenant_id', 'client_id', 'use_azuread_auth', 'use_oidc', 'use_cli', 'snapshot'],
    problem: ({ use_azuread_auth }) => (use_azuread_auth !== true ? 'reads the storage key: set use_azuread_auth' : undefined), // it locks by blob lease always
  },
};

function checkBackend(value: unknown, report: Report): void {
  const all = isObject(value as JsonObject) ? (value as JsonObject) : {}; // isObject has looked
  const [first, other] = Object.entries(all);
  const [kind, body] = first ?? ['', null];
  if (kind === '' || other)
    report.add('terraform', 'backend', `the stack has ${other ? 'more than one' : 'no'} backend`, 'State lives in one place, with a lock.');
  else if (!backends[kind]) report.add('terraform', `backend.${kind}`, 'is no backend of this toolkit', 'Use s3 or azurerm.');
  else if (isObject(body)) {
    const { required, optional, problem } = backends[kind];
    for (const name of required)
      if (typeof body[name] !== 'string' || body[name] === '') report.add('terraform', `backend.${kind}.${name}`, 'is required and missing', 'Set it.');
    for (const [name, field] of Object.entries(body)) {
      if (![...required, ...optional].includes(name))
        report.add('terraform', `backend.${kind}.${name}`, 'is no argument of the backend', `One of: ${[...required, ...optional].join(', ')}.`);
      if (typeof field === 'string' && field.includes('${'))
        report.add('terraform', `backend.${kind}.${name}`, 'holds an expression, which a backend cannot evaluate', 'Write a literal.');
    }
    const found = problem(body);
    if (found) report.add('terraform', `backend.${kind}`, found, 'Two applies at once destroy a state.');
  }
}

const variableArguments = new Set(['type', 'default', 'description', 'sensitive', 'nullable', 'ephemeral', 'validation']);
const outputArguments = new Set(['value', 'description', 'sensitive', 'ephemeral', 'depends_on', 'precondition']);

function checkInterface(stack: StackJson, report: Report): void {
  const texts = JSON.stringify({
    resource: stack.root['resource'] ?? null,
    data: stack.root['data'] ?? null,
    provider: stack.root['provider'] ?? null,
    output: stack.outputs,
    locals: stack.locals,
  });
  for (const [name, value] of Object.entries(stack.variables)) {
    const body = isObject(value) ? value : {};
    for (const key of Object.keys(body))
      if (!variableArguments.has(key)) report.add(`var.${name}`, key, 'is no argument of a variable', `One of: ${[...variableArguments].join(', ')}.`);
    if (typeof body['type'] !== 'string') report.add(`var.${name}`, 'type', 'is missing', 'State the type: a wrong value fails at plan time then.');
    if (typeof body['description'] !== 'string')
      report.add(`var.${name}`, 'description', 'is missing', 'Say where the value comes from: a person has to bring it.');
    if (JSON.stringify(body['default'] ?? null).includes('${'))
      report.add(`var.${name}`, 'default', 'holds an expression, which a default cannot evaluate', 'Write a literal.');
    if (!new RegExp(`\\bvar\\.${name}\\b`).test(texts))
      report.add(`var.${name}`, '', 'is declared and never used', 'Leave it out: every apply would ask for it.');
  }
  for (const [name, value] of Object.entries(stack.outputs)) {
    const body = isObject(value) ? value : {};
    for (const key of Object.keys(body))
      if (!outputArguments.has(key)) report.add(`output.${name}`, key, 'is no argument of an output', `One of: ${[...outputArguments].join(', ')}.`);
    if (body['value'] === undefined) report.add(`output.${name}`, 'value', 'is required and missing', 'Set it.');
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      report.add(`output.${name}`, '', 'is not snake_case', 'Name it in lower-case letters, digits and underscores: other stacks read it.');
  }
}

function checkImports(stack: StackJson, report: Report): void {
  stack.imports.forEach(({ to, id }, index) => {
    if (typeof to !== 'string' || !stack.entity(to))
      report.add(`import[${index}]`, 'to', `${JSON.stringify(to ?? null)} is no resource of the stack`, 'Name the address that takes the import over.');
    if (typeof id !== 'string' || id === '') report.add(`import[${index}]`, 'id', 'is required and missing', "Write the provider's import id.");
    else if (readTemplate(id).references.length > 0 && !/\$\{(var|local)\./.test(id))
      report.add(`import[${index}]`, 'id', 'must be known before the plan', 'Use a literal, a variable or a local.');
  });
}
