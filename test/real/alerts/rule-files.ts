/** Rules of every PrometheusRule in dist/, as the operator writes them for Prometheus: one file for each object. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

export interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
interface PrometheusRule {
  readonly kind: string;
  readonly spec: { readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] };
}

export interface RuleFile {
  readonly file: string;
  readonly rules: readonly Rule[];
}

export function ruleFiles(cluster: string, work: string): readonly RuleFile[] {
  const folder = join(work, cluster);
  mkdirSync(folder, { recursive: true });
  return objects<PrometheusRule>(cluster, 'prometheusrule-').map(({ path, object }) => {
    const file = join(folder, basename(path));
    writeFileSync(file, JSON.stringify({ groups: object.spec.groups }));
    return { file, rules: object.spec.groups.flatMap(({ rules }) => rules) };
  });
}

/** Objects of a cluster whose file name starts so. */
export function objects<T>(cluster: string, prefix: string): readonly { readonly path: string; readonly object: T }[] {
  const root = join('dist/clusters', cluster);
  return readdirSync(root).flatMap((component) =>
    readdirSync(join(root, component))
      .filter((file) => file.startsWith(prefix))
      .sort()
      .map((file) => ({ path: join(root, component, file), object: parse(readFileSync(join(root, component, file), 'utf8')) as T })),
  );
}
