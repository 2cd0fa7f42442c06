/** What a collector's pod in dist/ is given: the text of its ConfigMap, its arguments and its environment. */
import { parse } from 'yaml';
import { objects } from '../alerts/rule-files';

export const collectors = ['otel-agent', 'otel-gateway'] as const;
export type Collector = (typeof collectors)[number];

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
}
interface Workload {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [Container] } } };
}

export interface Configuration {
  readonly text: string;
  readonly container: Container;
}

export function configuration(cluster: string, name: Collector): Configuration {
  const [config] = objects<{ readonly data: Readonly<Record<string, string>> }>(cluster, `configmap-${name}.`);
  const [workload] = [...objects<Workload>(cluster, `daemonset-${name}.`), ...objects<Workload>(cluster, `deployment-${name}.`)];
  const text = config?.object.data['config.yaml'];
  if (text === undefined || workload === undefined) throw new Error(`dist/clusters/${cluster} has no workload or no ConfigMap ${name}`);
  return { text, container: workload.object.spec.template.spec.containers[0] };
}

export const kinds = ['receivers', 'processors', 'exporters', 'extensions'] as const;
export type Kind = (typeof kinds)[number];

/** Types of the components that it declares: `otlp_http/audit` is of type otlp_http. */
export function componentTypes({ text }: Configuration): Readonly<Record<Kind, readonly string[]>> {
  const config = parse(text) as Readonly<Partial<Record<Kind, Readonly<Record<string, unknown>>>>>;
  const types = (kind: Kind): readonly string[] => [...new Set(Object.keys(config[kind] ?? {}).map((id) => id.split('/')[0] ?? ''))].sort();
  return { receivers: types('receivers'), processors: types('processors'), exporters: types('exporters'), extensions: types('extensions') };
}

/** Replaces each `from` by its `to`. @throws Error if the text lacks one: then the mapping is older than the generator */
export function mapped(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`the configuration has no '${from}' to map`);
    return current.replaceAll(from, to);
  }, text);
}
