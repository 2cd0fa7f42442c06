/** What differs between options that draw their dashboards with Grafana. */
import type { Capability, ComponentIntents } from '../../../lib/components';
import type { Context } from '../../context';
import type { DataSource } from './data-sources';

export interface GrafanaOption {
  /** Who must be there before Grafana has something to show. */
  readonly needs: readonly Capability[];
  /** Its own data sources. */
  sources(context: Context): readonly DataSource[];
  /** Ways to them. */
  ways(context: Context): Pick<ComponentIntents, 'flows' | 'egressHosts'>;
  /** What to do first when no Grafana answers. */
  readonly whenDown: string;
  /** Sections of grafana.ini beside the common ones. @default - none */
  settings?(context: Context): Readonly<Record<string, object>>;
  /** Values of the chart beside the common ones. @default - none */
  values?(context: Context): object;
}
