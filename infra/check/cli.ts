/** `node build/infra/check/cli.js dist/terraform`: findings over a folder of stacks, one a line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStacks } from './index';

const [folder = 'dist/terraform'] = process.argv.slice(2);
const stacks = readdirSync(folder)
  .sort()
  .filter((id) => existsSync(join(folder, id, 'main.tf.json')))
  .map((id) => ({ id, files: filesIn(join(folder, id)) }));
function filesIn(stack: string): readonly { readonly file: string; readonly json: string }[] {
  const parts = readdirSync(stack).filter((name) => name.endsWith('.tf.json') && name !== 'main.tf.json');
  return ['main.tf.json', ...parts.sort()].map((name) => ({ file: join(stack, name), json: readFileSync(join(stack, name), 'utf8') }));
}
const started = performance.now();
const findings = checkStacks(stacks);
for (const { file, path, message } of findings) process.stdout.write(`${file}: ${path ? `${path}: ` : ''}${message}\n`);
process.stdout.write(`${stacks.length} stacks, ${findings.length} findings, ${Math.round(performance.now() - started)} ms\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
