/** Every dashboard in dist/ against the types of the Grafana that is deployed, by the TypeScript compiler. */
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { objects } from '../alerts/rule-files';
import type { Part } from '../part';
import { run } from '../process';
import { nodeProgram, packageVersion } from '../programs';
import { broken } from './broken';

const set = 'grafana-schema';

export const dashboards: Part = async ({ report, work, platform }) => {
  const tsc = await nodeProgram(set, 'tsc', (text) => report.note(text));
  report.note(`@grafana/schema ${packageVersion(set, '@grafana/schema')}`);
  const folder = join(work, 'types');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(dirname(dirname(tsc)), join(folder, 'node_modules'));
  cpSync(resolve('test/real/programs', set, 'dashboard.mts'), join(folder, 'dashboard.mts'));
  const named = platform.cloud.clusters.flatMap(({ name: cluster }) =>
    objects<{ readonly data: Readonly<Record<string, string>> }>(cluster, 'configmap-dashboards-').flatMap(({ object }) =>
      Object.entries(object.data).map(([file, text]) => ({ name: `${cluster}-${file.replace(/\.json$/, '')}`, text })),
    ),
  );
  const wrong = broken(named.map(({ text }) => text));
  for (const { name, text } of [...named, ...wrong])
    writeFileSync(join(folder, `${name}.mts`), `import type { Dashboard } from './dashboard.mjs';\nexport const dashboard: Dashboard = ${text};\n`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }));
  const { stdout, stderr } = await run(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder });
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
  const of = (name: string): readonly string[] => errors.filter((line) => line.startsWith(`${name}.mts`));
  const others = errors.filter((line) => ![...named, ...wrong].some(({ name }) => line.startsWith(`${name}.mts`)));
  report.check(
    `${named.length} dashboards are what Grafana's types say: panels, options, fields, queries, variables, units`,
    [...others, ...(stderr === '' ? [] : [stderr]), ...named.flatMap(({ name }) => of(name))].map((line) => line.slice(0, 500)),
  );
  report.check(
    `${wrong.length} broken dashboards are refused, each for its own fault`,
    wrong.flatMap(({ name, fault }) => (of(name).some((line) => line.includes(fault)) ? [] : [`${name}: nothing about ${fault}: ${of(name)[0] ?? 'taken'}`])),
  );
  if (!existsSync(join(folder, 'node_modules/@grafana/schema'))) throw new Error('@grafana/schema is not there');
};

const compilerOptions = {
  strict: true,
  noEmit: true,
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2022',
  skipLibCheck: true,
  exactOptionalPropertyTypes: true,
  types: [],
};
