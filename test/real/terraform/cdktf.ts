/** `cdktf synth` and `npm run synth`, on other machines and at other places: the same bytes. */
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../infra/check/stack-json';
import { run } from '../process';
import { nodeProgram } from '../programs';
import type { Report } from '../report';
import type { Terraform } from './program';
import { stackFiles, stackJson } from './stacks';

/** Requests go to a port where nobody listens: who needs the network fails. */
const noNetwork = { CI: '1', CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };

export interface BytesProps {
  readonly report: Report;
  readonly terraform: Terraform;
  readonly work: string;
  readonly stacks: readonly string[];
}

/** The command line of cdktf runs what cdktf.json says. */
export async function checkCdktf({ report, terraform, work, stacks }: BytesProps): Promise<void> {
  const cdktf = await nodeProgram('cdktf', 'cdktf', (text) => report.note(text));
  const output = resolve(join(work, 'cdktf.out'));
  rmSync(output, { recursive: true, force: true });
  const env = { ...terraform.env, ...noNetwork, TERRAFORM_BINARY_NAME: terraform.program };
  const version = await run(cdktf, ['--version'], { env });
  const { code, stdout, stderr } = await run(cdktf, ['synth', '--output', output], { env });
  const name = `cdktf ${version.stdout.trim()} synthesises the bytes of all ${stacks.length} stacks in dist/`;
  if (code !== 0) return report.check(name, [`cdktf synth ended with ${code}:\n${stderr || stdout}`]);
  const made = readdirSync(join(output, 'stacks'));
  report.check(name, [
    ...made.filter((id) => !stacks.includes(id)).map((id) => `${id} is not in dist/terraform`),
    ...stacks.flatMap((id) => whole(id, join(output, 'stacks', id, 'cdk.tf.json'))),
  ]);
}

/** A stack in one file is the same bytes; one with parts is the same configuration. */
function whole(id: string, theirs: string): readonly string[] {
  if (stackFiles(id).files.length === 1) return difference(join('dist/terraform', id, 'main.tf.json'), theirs);
  const { '//': _, ...configuration } = JSON.parse(readFileSync(theirs, 'utf8')) as JsonObject; // cdktf writes objects
  return isDeepStrictEqual(stackJson(id), configuration) ? [] : [`${theirs} is another configuration than the files of dist/terraform/${id}`];
}

/** Other time zone, language, home and place of output; nothing of it may reach a file. */
const elsewhere = [
  { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'C', HOME: '/nonexistent', USER: 'somebody', NODE_OPTIONS: '--no-warnings' },
  { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'de_DE.UTF-8', COLUMNS: '40', NODE_ENV: 'production', CDKTF_OUTDIR: 'elsewhere' },
];

/** `npm run synth` twice with all that may differ between machines. */
export async function checkSynth({ report, work }: BytesProps): Promise<void> {
  const outputs = elsewhere.map((_, index) => resolve(join(work, `dist-${index}`)));
  const problems = await Promise.all(
    elsewhere.map(async (env, index) => {
      const output = outputs[index] ?? '';
      rmSync(output, { recursive: true, force: true });
      const { code, stderr } = await run('node', ['build/bin/dbaas-gitops.js', 'synth', '--output', output], { env: { ...noNetwork, ...env } });
      if (code !== 0) return [`synth ended with ${code}: ${stderr}`];
      return [...new Set([...filesBelow('dist'), ...filesBelow(output)])].flatMap((file) => difference(join('dist', file), join(output, file)));
    }),
  );
  report.check(`npm run synth writes the bytes of dist/ under ${elsewhere.length} other time zones, languages and homes`, problems.flat());
}

const filesBelow = (folder: string): readonly string[] =>
  (readdirSync(folder, { recursive: true, withFileTypes: true }) as readonly { isFile(): boolean; parentPath: string; name: string }[]) // @types/node 20 has parentPath only on Dirent
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

function difference(ours: string, theirs: string): readonly string[] {
  for (const file of [ours, theirs]) if (!existsSync(file)) return [`${file} is missing`];
  const [a, b] = [readFileSync(ours), readFileSync(theirs)];
  if (a.equals(b)) return [];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return [`${ours} and ${theirs} differ at byte ${at < 0 ? a.length : at}: ${JSON.stringify(a.toString('utf8', at - 20, at + 40))}`];
}
