import { databaseSources } from './databases';
import { foundationSources } from './foundation';
import { kubernetesSources } from './kubernetes';
import { observabilitySources } from './observability';
import { securitySources } from './security';
import type { MetricSource } from './source';

/** Where every metric comes from that alerts, recordings and dashboards name. */
export const sources: readonly MetricSource[] = [...kubernetesSources, ...foundationSources, ...databaseSources, ...observabilitySources, ...securitySources];
