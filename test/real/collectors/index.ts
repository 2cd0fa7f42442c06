/** The configurations of the collectors in dist/ against a real collector, and lines on their way through agent and gateway. */
import type { Part } from '../part';
import { goPrograms } from '../programs';
import { journey } from './journey';
import { validated } from './validate';

export const collectors: Part = async ({ report, servers, work, platform }) => {
  const otelcol = (await goPrograms('otelcol', (text) => report.note(text)))('otelcol');
  await validated({ otelcol, clusters: platform.cloud.clusters.map(({ name }) => name), work, report });
  await journey({ otelcol, cluster: platform.cloud.clusters[0]?.name ?? '', work, report, servers });
};
