import type { ComponentIntents } from '../../../lib/components';
import type { Context } from '../../context';

/** What of external-dns depends on who keeps the zone. */
export interface RecordsProvider {
  /** Name of the provider, as external-dns knows it. */
  readonly name: 'cloudflare' | 'aws' | 'azure';
  /** In words, for people. */
  readonly title: string;
  /** First thing to look at when no record is written, for the description of the alert. */
  readonly trouble: string;
  readonly hosts: (context: Context) => readonly string[];
  /** Values of the chart beside the common ones. */
  readonly values: (context: Context) => Readonly<Record<string, unknown>>;
  readonly secrets?: ComponentIntents['secrets'];
}
