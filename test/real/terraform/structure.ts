/** What needs no provider: structure, providers and their versions, form of expressions, our own proof of the arguments. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStacks } from '../../../infra/check';
import { providerOf } from '../../../infra/check/built-in';
import { readTemplate } from '../../../infra/check/expression';
import { StackJson } from '../../../infra/check/stack-json';
import { textsOf } from '../../../infra/check/walk';
import { providerSources } from '../../../lib/constructs/terraform';
import type { BytesProps } from './cdktf';
import { terraformIn } from './program';
import { stackFiles, stackJson, writeStack } from './stacks';

export async function checkStructure({ report, terraform, work, stacks }: BytesProps): Promise<void> {
  const problems: string[] = [];
  for (const id of stacks) {
    const { code, stdout, stderr } = await terraformIn(terraform, writeStack(join(work, 'structure'), id), ['providers']);
    const found = [...stdout.matchAll(/provider\[[^\]/]+\/([^\]]+)\](?: (.+))?/g)].map(([, source, version]) => `${source} ${version ?? ''}`.trim()).sort();
    const wanted = wantedProviders(id);
    if (code !== 0) problems.push(`${id}: ${stderr || stdout}`);
    else if (found.join(', ') !== wanted.join(', ')) problems.push(`${id}: wants ${found.join(', ')}; its resources are of ${wanted.join(', ')}`);
  }
  report.check(`terraform providers: each of ${stacks.length} stacks wants the pinned providers of its resources and no other`, problems);
  report.check(
    'every argument, reference and name is what the tables of the providers say',
    checkStacks(stacks.map((id) => stackFiles(id))).map(({ file, path, message }) => `${file}: ${path ?? ''} ${message}`),
  );
}

function wantedProviders(id: string): readonly string[] {
  const types = new Set(new StackJson(stackJson(id)).entities.map(({ type }) => providerOf(type)));
  return [...types].map((name) => (name === undefined ? 'builtin/terraform' : `${providerSources[name].source} ${providerSources[name].version}`)).sort();
}

/** `terraform fmt` reads no JSON: the expressions inside it are written as HCL for it. */
export async function checkExpressions({ report, terraform, work, stacks }: BytesProps): Promise<void> {
  const folder = join(work, 'expressions');
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const id of stacks) {
    const texts = [...new Set(textsOf(new StackJson(stackJson(id))).flatMap(({ text, bare }) => (!bare && text.includes('${') ? [text] : [])))];
    count += texts.length;
    writeFileSync(join(folder, `${id}.tf`), `locals {\n${texts.map((text, index) => `  e${String(index).padStart(4, '0')} = ${hcl(text)}\n`).join('')}}\n`);
  }
  const { code, stdout, stderr } = await terraformIn(terraform, folder, ['fmt', '-check', '-diff']);
  report.check(`terraform fmt: ${count} expressions are written as Terraform would`, code === 0 ? [] : [stderr || stdout]);
  const bad = join(work, 'bad-expressions');
  mkdirSync(bad, { recursive: true });
  writeFileSync(join(bad, 'planted.tf'), 'locals {\n  e = "${join( "," , [])}"\n  f = "${"\n}\n');
  const planted = await terraformIn(terraform, bad, ['fmt', '-check']);
  report.check('control: terraform fmt refuses a broken expression', planted.code === 0 ? ['it takes "${"'] : []);
}

/** A template that is one expression is written bare, as `terraform fmt` wants it; in others its text stays as it is. */
const hcl = (text: string): string => (readTemplate(text).whole ? text.slice(2, -1) : `<<TEXT\n${text}\nTEXT`);
