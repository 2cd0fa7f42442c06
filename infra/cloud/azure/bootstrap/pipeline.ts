/** The pipeline's two identities: one that may only look, for pull requests, and one that applies, for the protected environment. No stored keys. */
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';
import { checked } from '../../../../lib/names';
import { ciSubjects, githubIssuer } from '../../../ci';
import { edgeStateProvider, stacksWithKeys, stacksWithReceivers, stateKey } from '../../../state';
import { exceptBlob } from '../data/prefix';
import { address } from '../ids';
import { assign, rolesOf } from '../kits/role';
import { tokenAudience } from '../kits/token';
import type { Scopes } from './operators';

export interface PipelineProps extends Scopes {
  /** `owner/name` at GitHub. */
  readonly repository: string;
}

export function pipeline(stack: PlatformStack, platform: Platform, { states, subscription, repository }: PipelineProps): void {
  const [home] = states;
  if (!home) throw new RangeError('the platform has no region on Azure');
  const { place } = home;
  const { plan, apply } = ciSubjects(repository, platform.delivery.branch);
  /** Subjects by the name of their credential: each credential takes one. */
  const subjects = { plan: { github: plan.pullRequest, 'github-branch': plan.branch }, apply: { github: apply } } as const;
  const identity = (does: 'plan' | 'apply') => {
    const name = checked('user-assigned identity', `id-${platform.name}-ci-${does}`);
    const made = pinned(new UserAssignedIdentity(stack, `pipeline_${does}`, { ...place, name, lifecycle: keep }));
    for (const [credential, subject] of Object.entries(subjects[does])) {
      const id = address(`pipeline-${does}-token${credential.replace('github', '')}`);
      pinned(
        new FederatedIdentityCredential(stack, id, {
          name: credential,
          resourceGroupName: place.resourceGroupName,
          parentId: made.id,
          issuer: githubIssuer,
          audience: [tokenAudience],
          subject,
        }),
      );
    }
    new TerraformOutput(stack, `pipeline_${does}_client_id`, {
      value: made.clientId,
      description: `AZURE_CLIENT_ID of the job that ${does === 'plan' ? 'plans' : 'applies'}.`,
    });
    return made.principalId;
  };
  const scopes = { subscription, states };
  planRights(stack, platform, scopes, identity('plan'));
  applyRights(stack, platform, scopes, identity('apply'));
}

/** Everything by reading; a plan that takes no lock (`-lock=false`) writes nothing, not even a lease on the state. */
function planRights(stack: PlatformStack, platform: Platform, { subscription, states }: Scopes, principalId: string): void {
  const right = (id: string, scope: string, role: Parameters<typeof assign>[1]['role'], why: string, condition?: string) =>
    assign(stack, { id: `pipeline_plan_${id}`, scope, role, principalId, why, ...(condition === undefined ? {} : { condition }) });
  right('read', subscription, 'Reader', 'Plans: compares what is there');
  // Whoever opens a pull request writes what its job runs: a state that holds a private key is not for it.
  const secret = [...(edgeStateProvider(platform) === 'azure' ? stacksWithKeys(platform) : []), ...stacksWithReceivers(platform, 'azure')];
  const hidden = secret.map((stack) => exceptBlob(stateKey(stack)));
  const condition = hidden.length > 0 ? hidden.join(' AND ') : undefined;
  for (const { container, suffix } of states) right(`state${suffix}`, container.id, 'Storage Blob Data Reader', 'Plans: reads the state', condition);
  right('keys', subscription, 'Key Vault Reader', 'Plans: reads versions and rotation of keys, no secret');
  right(
    'clusters',
    subscription,
    'Azure Kubernetes Service Cluster User Role',
    'Plans: the provider reads the address of a cluster this way; opens nothing inside it',
  );
}

function applyRights(stack: PlatformStack, platform: Platform, { subscription, states }: Scopes, principalId: string): void {
  const right = (id: string, scope: string, role: Parameters<typeof assign>[1]['role'], why: string, condition?: string) =>
    assign(stack, { id: `pipeline_apply_${id}`, scope, role, principalId, why, ...(condition === undefined ? {} : { condition }) });
  right('write', subscription, 'Contributor', 'Applies');
  for (const { container, suffix } of states)
    right(`state${suffix}`, container.id, 'Storage Blob Data Contributor', 'Applies: reads, locks and writes the state');
  right('keys', subscription, 'Key Vault Crypto Officer', 'Applies: makes keys and their rotation');
  right(
    'roles',
    subscription,
    'Role Based Access Control Administrator',
    'Applies: gives the roles of the platform to identities and administrators, no others',
    onlyPlatformRoles(platform),
  );
  lockRights(stack, platform, subscription, principalId);
}

/** The pipeline may put locks on; taking one off is left to people. */
function lockRights(stack: PlatformStack, platform: Platform, subscription: string, principalId: string): void {
  const role = pinned(
    new RoleDefinition(stack, 'lock_role', {
      name: `${platform.name}-locks`,
      description: `Sets management locks of ${platform.name}; cannot remove them.`,
      scope: subscription,
      assignableScopes: [subscription],
      permissions: [{ actions: ['Microsoft.Authorization/locks/read', 'Microsoft.Authorization/locks/write'] }],
    }),
  );
  pinned(
    new RoleAssignment(stack, 'pipeline_apply_locks', {
      scope: subscription,
      roleDefinitionId: role.roleDefinitionResourceId,
      principalId,
      principalType: 'ServicePrincipal',
      description: 'Applies: sets locks',
    }),
  );
}

/** Whoever takes over the pipeline can hand out what the platform hands out anyway, to identities and groups, and cannot make itself owner. */
export function onlyPlatformRoles(platform: Platform): string {
  const ids = [...rolesOf(platform)].sort().join(', ');
  const attributes = (source: '@Request' | '@Resource') => {
    const attribute = (name: string) => `${source}[Microsoft.Authorization/roleAssignments:${name}]`;
    return `${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${ids}} AND ${attribute('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal', 'Group'}`;
  };
  const guarded = (action: string, rule: string) => `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'}) OR (${rule}))`;
  return `${guarded('write', attributes('@Request'))} AND ${guarded('delete', attributes('@Resource'))}`;
}
