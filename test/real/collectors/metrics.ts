/** Names of metrics that alerts and dashboards in dist/ ask for, against those that the collectors have. */
import { readFileSync } from 'node:fs';
import { objects } from '../alerts/rule-files';
import type { Stage } from './journey';

const asked = (cluster: string): readonly string[] => {
  const texts = ['prometheusrule-', 'configmap-dashboards'].flatMap((prefix) => objects(cluster, prefix).map(({ path }) => readFileSync(path, 'utf8')));
  return [...new Set(texts.flatMap((text) => text.match(/\botelcol_\w+/g) ?? []))].sort();
};

export async function metricNames({ agent, gateway, cluster, report }: Stage): Promise<void> {
  const names = new Set([...(await agent.metrics()).keys(), ...(await gateway.metrics()).keys()].map((name) => name.replace(/\{.*/, '')));
  const wanted = asked(cluster.name);
  report.check(`the collectors have each of the ${wanted.length} metrics that alerts and dashboards ask for`, [
    ...(wanted.length === 0 ? ['alerts and dashboards ask for none'] : []),
    ...wanted
      .filter((name) => !names.has(name))
      .map((name) => `${name}; there are: ${[...names].filter((each) => each.startsWith(name.slice(0, 16))).join(', ')}`),
  ]);
}
