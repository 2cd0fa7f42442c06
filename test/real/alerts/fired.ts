/** Alerts with the labels and texts that the unit tests expect of them, as Prometheus would send them. */
import { writtenUnits } from './unit-files';

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
let known: ReadonlyMap<string, Alert> | undefined;

function all(): ReadonlyMap<string, Alert> {
  const found = new Map<string, Alert>();
  for (const { content } of writtenUnits({ workload: 'api', minimum: '3', 'below-minimum': '2', realm: 'acme-db' }))
    for (const { alertname, exp_alerts = [] } of content.tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test))
      for (const { exp_labels, exp_annotations } of exp_alerts.slice(0, 1))
        if (!found.has(alertname)) found.set(alertname, { labels: { alertname, ...texts(exp_labels) }, annotations: exp_annotations });
  return found;
}

const texts = (labels: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));

/**
 * The alert as it rings in its first unit test, with some labels of another object.
 * @throws Error if no unit test has it
 */
export function fired(name: string, cluster: string, labels: Readonly<Record<string, string>> = {}): Alert {
  known ??= all();
  const alert = known.get(name);
  if (alert === undefined) throw new Error(`no unit test lets ${name} ring`);
  return { ...alert, labels: { ...alert.labels, ...labels, cluster } };
}
