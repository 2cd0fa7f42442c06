/** Files that a program embeds and that its published module lacks, because its own release pipeline makes them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun } from '../process';
import type { GoSet } from './go';

interface Lacking {
  readonly module: string;
  readonly file: string;
  readonly content: string;
}

/** Alertmanager's pages are compiled from Elm at release; its API, which is what the tests use, needs none of them. */
const lacking: Partial<Record<GoSet, Lacking>> = {
  alertmanager: {
    module: 'github.com/prometheus/alertmanager',
    file: 'ui/app/dist/index.html',
    content: '<!doctype html><title>Alertmanager</title>\n',
  },
};

/** The build in `source` takes the module, which go.sum has checked, from a copy that has the file. */
export async function completeEmbeds(set: GoSet, source: string, env: Readonly<Record<string, string>>): Promise<void> {
  const lack = lacking[set];
  if (lack === undefined) return;
  const { module, file, content } = lack;
  const { Dir: published } = JSON.parse(await mustRun('go', ['mod', 'download', '-json', module], { cwd: source, env })) as { readonly Dir: string };
  const copy = join(source, 'completed');
  await mustRun('cp', ['-R', published, copy]);
  await mustRun('chmod', ['-R', 'u+w', copy]);
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), content);
  await mustRun('go', ['mod', 'edit', `-replace=${module}=./completed`], { cwd: source, env });
}
