/** Rules of every PrometheusRule in dist/, as the operator writes them for Prometheus: one file for each object. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { OutputFile } from '../../../lib/output/file';

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
export interface Group {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}
interface PrometheusRule {
  readonly spec: { readonly groups: readonly Group[] };
}

export interface RuleFile {
  readonly file: string;
  readonly groups: readonly Group[];
  readonly rules: readonly Rule[];
}

export function ruleFiles(cluster: string, work: string): readonly RuleFile[] {
  const folder = join(work, cluster);
  mkdirSync(folder, { recursive: true });
  return objects<PrometheusRule>(cluster, 'prometheusrule-').map(({ path, object }) => {
    const read = ruleFile(join(folder, basename(path)), object);
    writeRules(read.file, read.groups);
    return read;
  });
}

const ruleFile = (file: string, { spec: { groups } }: PrometheusRule): RuleFile => ({ file, groups, rules: groups.flatMap(({ rules }) => rules) });

/** The same rules out of files that are in memory. */
export const renderedRules = (files: readonly OutputFile[], cluster: string): readonly RuleFile[] =>
  files
    .filter(({ path }) => path.startsWith(`clusters/${cluster}/`) && basename(path).startsWith('prometheusrule-'))
    .map(({ path, content }) => ruleFile(basename(path), parse(content) as PrometheusRule)); // the generator writes nothing else under that name

/** JSON is YAML. */
export const writeRules = (file: string, groups: readonly Group[]): void => writeFileSync(file, JSON.stringify({ groups }));

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
