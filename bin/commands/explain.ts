import { plural } from '../../lib/cli/report';
import { inputFlag, outputFlag, usage, type Command } from '../../lib/cli/usage';
import type { ParsedPlatform } from '../../lib/model';
import type { Explanation } from '../explanation';
import type { Synthesis } from '../pipeline';

export const explain: Command = {
  name: 'explain',
  summary: 'Say where a generated file, or one field of it, comes from; or, for a path of platform.yaml, what it touches.',
  positional: '<file>[:<field>] | platform.yaml:<path>',
  flags: { input: inputFlag, output: outputFlag },
  run: async ({ input, output }, [target]) => {
    if (target === undefined) throw usage('which file?', 'For instance: dbaas-gitops explain dist/clusters/<cluster>/<component>/<file>.yaml:spec.replicas');
    const { Explainer } = await import('../explanation.js');
    const { readInput } = await import('../pipeline.js');
    const [file = '', field] = splitTarget(target);
    if (file === String(input)) return impact(await import('../pipeline.js').then(({ synthesizeAll }) => synthesizeAll(readInput(file))), field);
    const path = file.startsWith(`${String(output)}/`) ? file.slice(String(output).length + 1) : file;
    const read = readInput(String(input));
    const explanation = new Explainer(read).explain(path, field);
    if (!explanation) throw usage(`'${file}' is no generated file`, `Run synth, then name a file below ${String(output)}/.`);
    process.stdout.write(`${text(explanation, read.parsed, String(input), field)}\n`);
    return 0;
  },
};

/** Everything that was made from one path of the input, or from what lies below it. */
function impact({ records, files }: Synthesis, path: string | undefined): number {
  if (path === undefined) throw usage('which path of the input?', 'For instance: dbaas-gitops explain platform.yaml:cloud.clusters.0.region');
  const below = (read: string) => read === path || read.startsWith(`${path}.`);
  const direct = new Set([...records.values()].filter(({ reads }) => [...reads.keys()].some(below)).map(({ owner }) => owner));
  const through = [...records.values()].filter(({ owner, intentsFrom }) => !direct.has(owner) && intentsFrom.some((from) => direct.has(from)));
  if (direct.size === 0) throw usage(`nothing reads '${path}'`, 'Paths are written with dots, list items by their number from 0: workloads.0.image');
  const row = (owner: string) => `  ${owner} (${plural(files.filter((file) => file.owner === owner).length, 'file')})`;
  process.stdout.write(
    [
      `${path} goes into`,
      ...[...direct].sort().map(row),
      ...(through.length > 0 ? ['and, by what these ask for, may change', ...through.map(({ owner }) => row(owner)).sort()] : []),
      '',
    ].join('\n'),
  );
  return 0;
}

function splitTarget(target: string): readonly [string, string | undefined] {
  const colon = target.indexOf(':');
  return colon < 0 ? [target, undefined] : [target.slice(0, colon), target.slice(colon + 1)];
}

function text({ owner, inputs, names, value }: Explanation, { positions }: ParsedPlatform, file: string, field: string | undefined): string {
  const place = (path: string): string => {
    if (path.startsWith('versions.')) return 'manifests/versions.ts';
    if (path.startsWith('lock.')) return 'cloud.lock.yaml';
    const at = positions.get(path);
    return at ? `${file}:${at.line}:${at.column}` : 'default';
  };
  const rows = [...inputs].map(
    ([path, seen]) => [place(path), `${path}${seen === undefined || seen === null ? ' is left out' : ` = ${String(seen)}`}`] as const,
  );
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    `made by ${owner.owner}: ${owner.summary}`,
    ...(field === undefined ? [] : [`${field} = ${JSON.stringify(value)}`]),
    ...names.map((name) => `name contract: ${name}`),
    ...(owner.intentsFrom.length > 0 && field === undefined ? [`with what was asked for by ${owner.intentsFrom.join(', ')}`] : []),
    rows.length === 0 ? 'from no input: it is the same on every platform with these options' : field === undefined ? 'made from' : 'changes with',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}
