/** What the pods of a server and of its jobs have in common. */
import type { MariadbContext } from '.';

export const mariadbPort = 3306;

/** The image's user. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 999,
  runAsGroup: 999,
  fsGroup: 999,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
} as const;
/** The server and its tools write beside their data, into /run and /tmp. */
export const containerSecurity = { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } } as const;
export const readOnlyContainer = { ...containerSecurity, readOnlyRootFilesystem: true } as const;

/**
 * On AKS its webhook gives the variables and the token of the tenant's identity to pods with this label: the operator knows no
 * variables for the containers that write backups. On EKS an agent knows the pods by their service account.
 */
export const cloudLabels = ({ cluster }: Pick<MariadbContext, 'cluster'>): Readonly<Record<string, string>> =>
  cluster.provider === 'azure' ? { 'azure.workload.identity/use': 'true' } : {};
