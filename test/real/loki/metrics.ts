/** Names of metrics that alerts and dashboards in dist/ ask of Loki. */
import { readFileSync } from 'node:fs';
import { objects } from '../alerts/rule-files';
import type { LokiStage } from './push';

/** Made at their first event, which does not happen here. */
const ofEvents: readonly string[] = [];

export async function metricNames({ name, url, report }: LokiStage): Promise<void> {
  const texts = ['prometheusrule-', 'configmap-dashboards'].flatMap((prefix) => objects(name, prefix).map(({ path }) => readFileSync(path, 'utf8')));
  const asked = [...new Set(texts.flatMap((text) => text.match(/\bloki_\w+/g) ?? []))].sort();
  const text = await (await fetch(`${url}/metrics`)).text();
  const names = new Set([...text.matchAll(/^(\w+)(?:\{.*\})? \S+$/gm)].map(([, metric = '']) => metric));
  report.check(`${name}: each of ${asked.length} metrics of Loki that alerts and dashboards ask for is there`, [
    ...(asked.length === 0 ? ['they ask for none'] : []),
    ...asked.filter((metric) => !names.has(metric) && !ofEvents.includes(metric)),
  ]);
}
