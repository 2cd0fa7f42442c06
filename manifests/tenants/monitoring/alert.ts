/** How alerts about databases of tenants speak: they name tenant and database, and say whose it is. */
import type { ComponentIntents } from '../../../lib/components';

export type Rules = NonNullable<ComponentIntents['rules']>[number];
export type Alert = NonNullable<Rules['alerts']>[number];
export type Recording = NonNullable<Rules['recordings']>[number];

/** `payments/orders`. */
export const name = '{{ $labels.tenant }}/{{ $labels.database }}';

/** With the owner, and where the runbook is. */
export const alert = (of: Alert): Alert => ({
  ...of,
  description: `${of.description} Owner: {{ $labels.owner }}. Runbook: docs/runbooks/databases.md#${of.alert.toLowerCase()}`,
});
