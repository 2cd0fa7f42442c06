/** The logging components of a platform with the Elastic Stack, and what they are configured with. */
import { parse } from 'yaml';
import { emptyLock, type Platform } from '../../../../lib/model';
import type { KubeObject } from '../../../../lib/components';
import { manifestFiles } from '../../../../manifests/synth';
import { platformOf } from '../../foundation/rendered';

export type Fields = Readonly<Record<string, unknown>>;

/** `settings` are further lines below `logging`, indented by two. */
export const withElk = (settings = '', edit: (yaml: string) => string = (yaml) => yaml): Platform =>
  platformOf((yaml) => edit(yaml.replace(/\nlogging:\n(?: .*\n)*/, `\nlogging:\n  use: elk\n${settings}`)));

export function logging(cluster: string, platform: Platform = withElk()) {
  const { clusters } = manifestFiles({ platform, lock: emptyLock });
  const { components } = clusters.find((each) => each.cluster.name === cluster) ?? { components: [] };
  const of = (name: string) => {
    const found = components.find(({ component }) => component.name === name);
    if (!found) throw new Error(`no component ${name}`);
    return found;
  };
  const object = (component: string, kind: string, name?: string): KubeObject => {
    const found = of(component).built.objects.find((each) => each.object.kind === kind && (name === undefined || each.object.metadata.name === name))?.object;
    if (!found) throw new Error(`no ${kind} in ${component}`);
    return found;
  };
  const data = (component: string): Readonly<Record<string, string>> => object(component, 'ConfigMap')['data'] as Readonly<Record<string, string>>;
  return {
    components,
    of,
    object,
    data,
    spec: (component: string, kind: string, name?: string) => object(component, kind, name)['spec'] as Fields,
    file: (component: string, name: string) => parse(data(component)[name] ?? '') as Fields,
    values: of('elastic-operator').built.data as Fields,
    namespaces: components.flatMap(({ component }) => component.intents?.namespaces ?? []).map(({ name }) => name),
  };
}
export type Logging = ReturnType<typeof logging>;

/** What the lifecycle job tells, by path. */
export const told = (of: Logging): Readonly<Record<string, Fields>> => {
  const data = of.data('elasticsearch-lifecycle');
  return Object.fromEntries(
    (data['list.txt'] ?? '')
      .trim()
      .split('\n')
      .map((line) => {
        const [path = '', file = ''] = line.split(' ');
        return [path, JSON.parse(data[file] ?? '') as Fields];
      }),
  );
};

interface Pipeline {
  readonly 'pipeline.id': string;
  readonly 'config.string': string;
  readonly [setting: string]: unknown;
}
export const pipelines = (of: Logging): readonly Pipeline[] => of.file('logstash', 'pipelines.yml') as unknown as readonly Pipeline[]; // a list by the file's form
export const pipeline = (of: Logging, id: string): Pipeline => {
  const found = pipelines(of).find((each) => each['pipeline.id'] === id);
  if (!found) throw new Error(`no pipeline ${id}`);
  return found;
};
