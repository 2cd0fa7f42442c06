/** Alerts with the labels and texts that the unit tests expect of them, as Prometheus would send them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Case {
  readonly alertname: string;
  readonly exp_alerts?: readonly { readonly exp_labels: Readonly<Record<string, unknown>>; readonly exp_annotations: Readonly<Record<string, string>> }[];
}

const units = resolve('test/real/alerts/units');
let known: ReadonlyMap<string, Alert> | undefined;

function all(): ReadonlyMap<string, Alert> {
  const found = new Map<string, Alert>();
  for (const file of readdirSync(units)) {
    const { tests } = parse(readFileSync(join(units, file), 'utf8')) as { readonly tests: readonly { readonly alert_rule_test?: readonly Case[] }[] };
    for (const { alertname, exp_alerts = [] } of tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test))
      for (const { exp_labels, exp_annotations } of exp_alerts.slice(0, 1))
        if (!found.has(alertname)) found.set(alertname, { labels: { alertname, ...texts(exp_labels) }, annotations: exp_annotations });
  }
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
