/** What docs/options.md says of each option beside its settings: what it installs, needs and costs, and who has run it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { plural } from '../../lib/cli/report';
import { aspects, optionIds, type Aspect } from '../../lib/model';
import type { OptionNotes } from '../../lib/model/docs';
import { componentsOf, exampleAt, resourceCount, stacksFor, type Example, type InCluster } from './example';
import { footprintOf, inWords, sum, type Footprint } from './footprint';
import { realParts, type RealParts } from './real-parts';

/** Every platform.yaml of the repository, the one in its root first. */
export const exampleFiles = (): readonly string[] => [
  'platform.yaml',
  ...readdirSync('examples')
    .sort()
    .map((name) => join('examples', name, 'platform.yaml'))
    .filter(existsSync),
];

export function optionNotes(): OptionNotes {
  const examples = exampleFiles().map(exampleAt);
  return { glance: glance(examples), of: (aspect, id) => notesOf(examples, aspect, id) };
}

const exampleWith = (examples: readonly Example[], aspect: Aspect, id: string): Example | undefined =>
  examples.find(({ platform }) => platform[aspect].use === id);

/** All options in one table. */
function glance(examples: readonly Example[]): string {
  const combinations = aspects.reduce((product, aspect) => product * Object.keys(realParts[aspect]).length, 1);
  const rows = aspects.flatMap((aspect) =>
    idsOf(aspect).map((id) => {
      const each = combinations / Object.keys(realParts[aspect]).length;
      const { parts, not }: RealParts = partsOf(aspect, id);
      const run = [parts.map((part) => `\`${part}\``).join(', '), not === undefined ? '' : `not run: ${not}`].filter((text) => text !== '').join('; ');
      const example = exampleWith(examples, aspect, id)?.file ?? '';
      return `| ${aspect} | [${id}](#${aspect}-${id}) | in ${each} of ${combinations} combinations | 0 findings in each of them | ${run} | [${example}](../${example}) |`;
    }),
  );
  return [
    '`npm test` synthesises every combination of the options (`test/combinations`) and checks each: structure on Kubernetes 1.35 and 1.36, names of both layers, Terraform arguments and references, unique objects. `npm run test:real` gives the files to the programs that read them in production ([testing.md](testing.md)).',
    ['| aspect | option | synthesises | valid | run by real parts | example |', '|---|---|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

const idsOf = (aspect: Aspect): readonly string[] => optionIds[aspect].filter((id) => Object.hasOwn(realParts[aspect], id));
const partsOf = (aspect: Aspect, id: string): RealParts => (realParts[aspect] as Readonly<Record<string, RealParts>>)[id] ?? { parts: [] };

/** Installs, needs, costs. */
function notesOf(examples: readonly Example[], aspect: Aspect, id: string): readonly string[] {
  const example = exampleWith(examples, aspect, id);
  if (!example) return [];
  const inClusters = componentsOf(example, aspect).filter(({ components }) => components.length > 0);
  const stacks = stacksFor(example, aspect);
  return [
    `As in [${example.file}](../${example.file}):`,
    [
      ...inClusters.map(({ cluster, components }) => `- ${cluster.name}: ${components.map(({ component }) => `\`${component.name}\``).join(', ')}`),
      ...(stacks.length > 0 ? [`- cloud layer: ${stacks.map((stack) => `\`${stack.id}\` (${resourceCount(stack)} resources)`).join(', ')}`] : []),
      ...needs(inClusters),
      ...costs(inClusters),
    ].join('\n'),
  ];
}

/** Secrets that people put into the store, and hosts outside. */
function needs(inClusters: readonly InCluster[]): readonly string[] {
  const all = inClusters.flatMap(({ components }) => components.map(({ component }) => component));
  const capabilities = without(
    all.flatMap(({ needs: each }) => each),
    all.flatMap(({ provides }) => provides),
  );
  const secrets = all.flatMap(({ intents }) =>
    (intents?.secrets ?? []).flatMap(({ keys }) => Object.values(keys).flatMap((value) => (value.from === 'store' ? [value.id] : []))),
  );
  const hosts = all.flatMap(({ intents }) => (intents?.egressHosts ?? []).flatMap((egress) => egress.hosts));
  return [
    line('needs of the platform', capabilities),
    line('secrets that people provide', without(secrets, [])),
    line('hosts outside', without(hosts, [])),
  ].flat();
}
const line = (title: string, items: readonly string[]): readonly string[] =>
  items.length > 0 ? [`- ${title}: ${items.map((item) => `\`${item}\``).join(', ')}`] : [];
const without = (items: readonly string[], less: readonly string[]): readonly string[] => [...new Set(items)].filter((item) => !less.includes(item)).sort();

function costs(inClusters: readonly InCluster[]): readonly string[] {
  return inClusters.map(({ cluster, components }) => {
    const objects = components.reduce((total, { built }) => total + built.objects.length, 0);
    const charts = components.filter(({ component }) => component.content.kind === 'helm').length;
    const footprint: Footprint = sum(components.flatMap(({ built }) => [...built.objects.map(({ object }) => footprintOf(object)), footprintOf(built.data)]));
    return `- costs in ${cluster.name}: ${plural(objects, 'object')}${charts > 0 ? ` and ${plural(charts, 'chart')}` : ''}; requests: ${inWords(footprint)}`;
  });
}
