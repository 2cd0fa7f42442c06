import { objectCount } from '../../lib/components/object-count';
import { inputFlag, outputFlag, type Command } from '../../lib/cli/usage';
import { plural, Progress } from '../../lib/cli/report';
import { writeOutput, type WriteReport } from '../../lib/output/write';
import type { Memos, Synthesis } from '../pipeline';

export const synth: Command = {
  name: 'synth',
  summary: 'Write the whole platform from its description.',
  flags: {
    input: inputFlag,
    output: outputFlag,
    overwrite: { type: 'boolean', describe: 'replace generated files that were changed by hand' },
    changed: { type: 'boolean', describe: 'build only what an edit touches since the last run with this flag' },
    quiet: { type: 'boolean', describe: 'print nothing but errors' },
  },
  run: async ({ input, output, overwrite, quiet, changed }) => {
    const { readInput, synthesizeAll } = await import('../pipeline.js');
    const { keepMemos, keptMemos } = await import('./changed.js');
    const start = performance.now();
    const progress = new Progress();
    const memos = changed === true ? keptMemos() : undefined;
    const synthesis = synthesizeAll(readInput(String(input)), (phase) => progress.step(phase), memos);
    progress.step('writing');
    const files = new Map(synthesis.files.map(({ path, content }) => [path, content]));
    const report = writeOutput({ output: String(output), files, overwrite: overwrite === true });
    if (memos) keepMemos(memos);
    progress.done();
    if (quiet !== true) process.stdout.write(`${summary(synthesis, report, String(output), (performance.now() - start) / 1000)}${rebuilt(memos)}\n`);
    return 0;
  },
};

const rebuilt = (memos: Memos | undefined): string =>
  memos
    ? `; built ${plural(memos.components.missed.length, 'component')} and ${plural(memos.stacks.missed.length, 'stack')}, kept ${memos.components.hits + memos.stacks.hits}`
    : '';

function summary({ clusters, stacks, files }: Synthesis, report: WriteReport, output: string, seconds: number): string {
  const components = clusters.reduce((sum, cluster) => sum + cluster.components.length, 0);
  const objects = clusters.reduce((sum, cluster) => sum + objectCount(cluster), 0);
  const change = [
    report.added.length > 0 ? `${report.added.length} added` : '',
    report.changed.length > 0 ? `${report.changed.length} changed` : '',
    report.removed.length > 0 ? `${report.removed.length} removed` : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
  const leftover = report.leftover === undefined ? '' : `\nThe old tree could not be removed and waits in ${report.leftover}/; delete it.`;
  return `${output}/: ${plural(clusters.length, 'cluster')}, ${plural(components, 'component')}, ${plural(objects, 'object')}, ${plural(stacks.length, 'stack')}, ${plural(files.length, 'file')}; ${change === '' ? 'nothing changed' : change}; ${seconds.toFixed(2)} s${leftover}`;
}
