import type { Factory } from '../../context';

/** PostgreSQL as a service of the cluster: the operator and its backup plugin. */
export const postgres: readonly Factory[] = [];
