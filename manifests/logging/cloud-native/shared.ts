/** What both clouds' halves say alike. */
import type { ComponentIntents } from '../../../lib/components';
import { auditNamespaces, logTenants } from '../../../lib/names';
import type { Context } from '../../context';

export const audited = ({ platform }: Pick<Context, 'platform'>): NonNullable<ComponentIntents['logTenants']> =>
  auditNamespaces(platform).map((namespace) => ({ namespace, tenant: logTenants.audit }));
