/** The logging components of the example, with the configuration of the collectors read back from their ConfigMaps. */
import { parse } from 'yaml';
import { emptyLock, type Platform } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { platformOf } from '../../foundation/rendered';

export type Fields = Readonly<Record<string, unknown>>;
export interface CollectorConfig {
  readonly receivers: Readonly<Record<string, Fields>>;
  readonly processors: Readonly<Record<string, Fields>>;
  readonly exporters: Readonly<Record<string, Fields & { readonly headers?: Readonly<Record<string, string>> }>>;
  readonly extensions: Readonly<Record<string, Fields>>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<
      Record<string, { readonly receivers: readonly string[]; readonly processors: readonly string[]; readonly exporters: readonly string[] }>
    >;
  };
}

export function logging(cluster: string, platform: Platform = platformOf()) {
  const { clusters } = manifestFiles({ platform, lock: emptyLock });
  const { components } = clusters.find((each) => each.cluster.name === cluster) ?? { components: [] };
  const of = (name: string) => components.find(({ component }) => component.name === name);
  const object = (component: string, kind: string): Fields => {
    const found = of(component)?.built.objects.find((each) => each.object.kind === kind)?.object;
    if (!found) throw new Error(`no ${kind} in ${component}`);
    return found;
  };
  return {
    platform,
    components,
    of,
    object,
    config: (component: string) => parse((object(component, 'ConfigMap')['data'] as Readonly<Record<string, string>>)['config.yaml'] ?? '') as CollectorConfig,
    values: of('loki')?.built.data as Readonly<Record<string, Fields>>,
    namespaces: components.flatMap(({ component }) => component.intents?.namespaces ?? []).map(({ name }) => name),
  };
}
