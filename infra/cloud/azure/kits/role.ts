/** Assignments of Azure's built-in roles. */
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { ITerraformDependable, PlatformStack } from '../../../../lib/constructs/terraform';
import { pinned } from '../../../../lib/constructs/stateful';
import { azureAccount, type Platform } from '../../../../lib/model';
import { azureMonitorServices, hasTenants, uuidFrom, zoneProvider } from '../../../../lib/names';

/** Roles that every platform gives to somebody, with their ids, which are the same in all tenants. */
const everyRole = {
  'Azure Kubernetes Service Cluster User Role': '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Crypto User': '12338af0-0e69-4776-bea7-57ae8d297424',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
} as const;
/** Roles on metrics and logs that Azure keeps. */
const monitorRoles = {
  'Log Analytics Reader': '73c42c96-874c-492b-b04d-ab87d138a893',
  'Monitoring Data Reader': 'b0d8363b-8ddd-447d-831f-62ca05bff136',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
} as const;
/** What writes passwords of databases into their vault. */
const tenantRoles = { 'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' } as const;
export type Role = keyof typeof everyRole | keyof typeof monitorRoles | keyof typeof tenantRoles;

/** Roles that only platforms with their zone at Azure DNS give. */
export const zoneRoles = { 'DNS Zone Contributor': 'befefa01-2a29-4197-83a8-272ff33ce314' } as const;
/**
 * Our own role for whoever proves names to authorities: TXT records of a zone and nothing else in it, so that it cannot lead
 * a host elsewhere. Bootstrap makes it; its id is fixed, so that the pipeline may give it.
 */
export type ProofRole = `${string}-dns-proofs`;
export const proofRole = (platform: Platform): { readonly name: ProofRole; readonly id: string } => ({
  name: `${platform.name}-dns-proofs`,
  id: uuidFrom(azureAccount(platform).subscriptionId, platform.name, 'dns-proofs'),
});

/** Built-in roles that this platform gives on its own resources, by name. */
export const platformRoles = (platform: Platform): Readonly<Record<string, string>> => ({
  ...everyRole,
  ...(azureMonitorServices(platform).length > 0 ? monitorRoles : {}),
  ...(hasTenants(platform) ? tenantRoles : {}),
});
/** Ids of every role that the platform gives, with those of its edge. */
export const rolesOf = (platform: Platform): readonly string[] => [
  ...Object.values(platformRoles(platform)),
  ...(keepsZone(platform) ? [...Object.values(zoneRoles), proofRole(platform).id] : []),
];
/** Whether clusters here write into a zone at Azure DNS. */
export const keepsZone = ({ cloud, edge }: Platform): boolean => edge.use === 'cloud-native' && zoneProvider({ cloud }) === 'azure';
/** Roles that only bootstrap gives, to people and to the pipeline. */
export type OperatorRole = 'Contributor' | 'Key Vault Crypto Officer' | 'Key Vault Reader' | 'Role Based Access Control Administrator';

export interface AssignmentProps {
  readonly id: string;
  readonly scope: string;
  readonly role: Role | OperatorRole | keyof typeof zoneRoles | ProofRole;
  readonly principalId: string;
  /** @default 'ServicePrincipal' */
  readonly principalType?: 'ServicePrincipal' | 'Group';
  /** What it is for; shown beside the assignment in the portal. */
  readonly why: string;
  /** Narrows the role down (version 2.0 of the language). @default - none */
  readonly condition?: string;
  readonly dependsOn?: ITerraformDependable[];
}

/** `principalType` lets Azure accept an identity that was made a second ago and is not everywhere yet. */
export const assign = (
  stack: PlatformStack,
  { id, scope, role, principalId, principalType = 'ServicePrincipal', why, condition, dependsOn }: AssignmentProps,
): RoleAssignment =>
  pinned(
    new RoleAssignment(stack, id, {
      scope,
      roleDefinitionName: role,
      principalId,
      principalType,
      description: why,
      ...(condition === undefined ? {} : { condition, conditionVersion: '2.0' }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
    }),
  );
