import { inputFlag, outputFlag, usage, type Command } from '../../lib/cli/usage';
import type { ParsedPlatform } from '../../lib/model';
import type { Explanation } from '../explanation';

export const explain: Command = {
  name: 'explain',
  summary: 'Say where a generated file, or one field of it, comes from.',
  positional: '<file>[:<field>]',
  flags: { input: inputFlag, output: outputFlag },
  run: async ({ input, output }, [target]) => {
    if (target === undefined) throw usage('which file?', 'For instance: dbaas-gitops explain dist/clusters/<cluster>/<component>/<file>.yaml:spec.replicas');
    const { Explainer } = await import('../explanation.js');
    const { readInput } = await import('../pipeline.js');
    const [file = '', field] = splitTarget(target);
    const path = file.startsWith(`${String(output)}/`) ? file.slice(String(output).length + 1) : file;
    const read = readInput(String(input));
    const explanation = new Explainer(read).explain(path, field);
    if (!explanation) throw usage(`'${file}' is no generated file`, `Run synth, then name a file below ${String(output)}/.`);
    process.stdout.write(`${text(explanation, read.parsed, String(input), field)}\n`);
    return 0;
  },
};

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
  const rows = [...inputs].map(([path, seen]) => [place(path), `${path}${seen === undefined || seen === null ? ' is left out' : ` = ${String(seen)}`}`] as const);
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
