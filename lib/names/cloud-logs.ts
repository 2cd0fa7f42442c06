/** Where the clouds keep the logs of a cluster, where the platform leaves that to them (`logging.use: cloud-native`). */
import { azureAccount, type Cluster, type Platform } from '../model';
import type { Names } from './index';
import type { LogTenant } from './log-tenants';
import { checked } from './rules';

/** Log group of a tenant (AWS). */
export const logGroup = ({ prefix }: Pick<Names, 'prefix'>, tenant: LogTenant): string => checked('AWS log group', `/dbaas/${prefix()}/${tenant}`);
/** The stream of each group that the gateway writes to: the endpoint for OTLP makes none. */
export const logStream = 'collector';
/** Host of CloudWatch Logs in a region; a private endpoint of the cluster's network answers for it. */
export const logsHost = ({ region }: Pick<Cluster, 'region'>): string => `logs.${region}.amazonaws.com`;

/** Stack of a cluster whose resource group holds its logs (Azure). */
export const logsStack = 'logs';
export const logWorkspaceName = ({ prefix }: Pick<Names, 'prefix'>): string => checked('Azure resource', `log-${prefix()}-logs`);
/** Workspace that takes the logs of a cluster (Azure). */
export const logWorkspaceId = (platform: Platform, names: Pick<Names, 'prefix' | 'resourceGroup'>): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${names.resourceGroup(logsStack)}/providers/Microsoft.OperationalInsights/workspaces/${logWorkspaceName(names)}`;
/** Tables with lines of containers: the agent's own, and that of the tenant "audit". */
export const logTables = { ordinary: 'ContainerLogV2', audit: 'ContainerLogAudit_CL' } as const;

/**
 * What no line that leaves for a service of the cloud may carry, as regular expressions (RE2): tokens, passwords inside
 * addresses, keys. Its own components write none of this on purpose; a stack trace or a debug line may.
 */
export const secretsInLines: readonly string[] = [
  'eyJ[A-Za-z0-9_-]{8,}[.]eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]+', // JSON Web Tokens
  '[Bb]earer [A-Za-z0-9._~+/=-]{16,}',
  '://[^/ :@"]+:[^/ :@"]+@', // user and password in a URL
  '(AKIA|ASIA)[A-Z0-9]{16}', // access keys of AWS
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\\\nr \\n]*',
];
