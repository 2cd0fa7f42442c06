import { onlyPlatformRoles } from '../../../../infra/cloud/azure/bootstrap/pipeline';
import { platformRoles } from '../../../../infra/cloud/azure/kits/role';
import { replication } from '../../../../infra/cloud/azure/kits/storage';
import { cloudMonitoring, example, resource, resources } from './stacks';

const { stack, readme, context } = example();
const { platform } = context;
const bootstrap = stack('bootstrap-azure');

describe('bootstrap-azure', () => {
  it('keeps state in an account without keys, closed but for the addresses that the operator gives', () => {
    expect(resource(bootstrap, 'azurerm_storage_account', 'state_account')).toMatchObject({
      account_replication_type: 'GZRS',
      shared_access_key_enabled: false,
      allow_nested_items_to_be_public: false,
      local_user_enabled: false,
      cross_tenant_replication_enabled: false,
      https_traffic_only_enabled: true,
      min_tls_version: 'TLS1_2',
      infrastructure_encryption_enabled: true,
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'], ip_rules: '${var.state_addresses}' },
      blob_properties: { versioning_enabled: true, delete_retention_policy: { days: 90 }, container_delete_retention_policy: { days: 90 } },
    });
    expect(resource(bootstrap, 'azurerm_storage_container', 'state_container')).toMatchObject({ name: 'tfstate', container_access_type: 'private' });
    expect(resource(bootstrap, 'azurerm_storage_management_policy', 'state_expiry')).toMatchObject({
      rule: [{ actions: { version: { delete_after_days_since_creation: 365 } } }],
    });
    expect(resource(bootstrap, 'azurerm_management_lock', 'state_account_lock')).toMatchObject({
      lock_level: 'CanNotDelete',
      scope: '${azurerm_storage_account.state_account.id}',
    });
  });

  it('asks for what nobody else can know, and has no default for it', () => {
    expect(Object.keys(bootstrap.variable ?? {}).sort()).toEqual(['monthly_budget', 'state_addresses']);
    for (const variable of Object.values(bootstrap.variable ?? {})) {
      expect(variable).not.toHaveProperty('default');
      expect(variable).toMatchObject({ nullable: false, validation: [{}] });
    }
  });

  it('registers the resource providers, and is the only stack that does', () => {
    expect(bootstrap.provider.azurerm[0]?.['resource_providers_to_register']).toContain('Microsoft.ContainerService');
    expect(stack('az-weu-cluster').provider.azurerm[0]).not.toHaveProperty('resource_providers_to_register');
    const metrics = example(cloudMonitoring).stack('bootstrap-azure').provider.azurerm[0]?.['resource_providers_to_register'];
    expect(metrics).toEqual(expect.arrayContaining(['Microsoft.AlertsManagement', 'Microsoft.Insights', 'Microsoft.Monitor']));
    expect(bootstrap.provider.azurerm[0]?.['resource_providers_to_register']).not.toContain('Microsoft.Monitor');
  });

  it('trusts pull requests and the protected branch to plan, and the protected environment to apply', () => {
    const token = (name: string) => resource(bootstrap, 'azurerm_federated_identity_credential', name);
    const common = { issuer: 'https://token.actions.githubusercontent.com', audience: ['api://AzureADTokenExchange'] };
    expect(token('pipeline_plan_token')).toMatchObject({ ...common, subject: 'repo:acme/dbaas-platform:pull_request' });
    expect(token('pipeline_plan_token_branch')).toMatchObject({ ...common, subject: 'repo:acme/dbaas-platform:ref:refs/heads/main' });
    expect(token('pipeline_apply_token')).toMatchObject({ ...common, subject: 'repo:acme/dbaas-platform:environment:cloud-apply' });
  });

  it('gives the planning identity nothing that writes', () => {
    const plan = Object.entries(bootstrap.resource['azurerm_role_assignment'] ?? {}).filter(([name]) => name.startsWith('pipeline_plan_'));
    expect(plan.map(([, { role_definition_name: role }]) => role).sort()).toEqual([
      'Azure Kubernetes Service Cluster User Role',
      'Key Vault Reader',
      'Reader',
      'Storage Blob Data Reader',
    ]);
  });

  it('keeps states with URLs of receivers from the identity that plans', () => {
    const planned = (change: (text: string) => string) => resource(example(change).stack('bootstrap-azure'), 'azurerm_role_assignment', 'pipeline_plan_state');
    expect(planned(cloudMonitoring)['condition']).toContain("StringNotEquals 'az-weu-monitoring.tfstate'");
    expect(example(cloudMonitoring).readme('bootstrap-azure')).toContain('of every stack but `az-weu-monitoring`, whose state holds secrets');
    const mails = (text: string) => cloudMonitoring(text).replace('{ type: webhook }', '{ type: email, address: a@acme.example }');
    expect(planned(mails)).not.toHaveProperty('condition');
    expect(planned((text) => text)).not.toHaveProperty('condition');
  });

  it('lets the applying identity hand out the roles of the platform and no others', () => {
    const assignment = resource(bootstrap, 'azurerm_role_assignment', 'pipeline_apply_roles');
    expect(assignment).toMatchObject({
      role_definition_name: 'Role Based Access Control Administrator',
      condition_version: '2.0',
      condition: onlyPlatformRoles(platform),
    });
    const ids = [...onlyPlatformRoles(platform).matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id);
    expect(new Set(ids)).toEqual(new Set(Object.values(platformRoles(platform))));
    const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    expect(ids).not.toContain(owner);
  });

  it('knows the id of every role that any stack assigns', () => {
    const assigned = ['az-weu-identity', 'az-weu-cluster', 'az-weu-data'].flatMap((id) =>
      resources(stack(id), 'azurerm_role_assignment').map(({ role_definition_name: role }) => String(role)),
    );
    expect([...new Set(assigned)].filter((role) => !(role in platformRoles(context.platform)))).toEqual([]);
  });

  it('lets the pipeline set locks but not remove them', () => {
    expect(resource(bootstrap, 'azurerm_role_definition', 'lock_role')).toMatchObject({
      permissions: [{ actions: ['Microsoft.Authorization/locks/read', 'Microsoft.Authorization/locks/write'] }],
    });
  });

  it('gives administrators state, keys and secrets, which ownership of the subscription does not', () => {
    const given = Object.entries(bootstrap.resource['azurerm_role_assignment'] ?? {}).filter(([name]) => name.startsWith('administrators_'));
    expect(given.map(([, { role_definition_name: role }]) => role).sort()).toEqual([
      'Key Vault Crypto Officer',
      'Key Vault Secrets Officer',
      'Storage Blob Data Contributor',
    ]);
    for (const [, assignment] of given) expect(assignment).toMatchObject({ principal_type: 'Group', principal_id: '5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5' });
  });

  it('has no pipeline identity when platform.yaml names no repository', () => {
    const without = example((text) => text.replace(/ {2}ci:\n {4}githubRepository: .*\n/, '')).stack('bootstrap-azure');
    expect(without.resource).not.toHaveProperty('azurerm_federated_identity_credential');
    expect(without.resource).not.toHaveProperty('azurerm_role_definition');
  });

  it('mails the owner before the month is too expensive', () => {
    expect(resource(bootstrap, 'azurerm_consumption_budget_subscription', 'budget')).toMatchObject({
      amount: '${var.monthly_budget}',
      notification: [
        { threshold: 80, threshold_type: 'Actual', contact_emails: ['data-platform@acme.example'] },
        { threshold: 100 },
        { threshold: 110, threshold_type: 'Forecasted' },
      ],
      lifecycle: { ignore_changes: ['time_period'] },
    });
  });

  it('explains the first apply with local state and the migration', () => {
    expect(readme('bootstrap-azure')).toContain('{"terraform": {"backend": {"local": {}}}}');
    expect(readme('bootstrap-azure')).toContain('terraform init -migrate-state');
    expect(readme('bootstrap-azure')).toContain('EncryptionAtHost');
    expect(readme('bootstrap-azure')).toContain('is in one of the groups `5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5`');
  });

  it('is geo-redundant where the region has a pair', () => {
    expect(replication('westeurope', true)).toBe('GZRS');
    expect(replication('polandcentral', true)).toBe('ZRS');
    expect(replication('westeurope', false)).toBe('ZRS');
  });
});
