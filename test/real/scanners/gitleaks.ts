/** gitleaks: no secret in dist/. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { run } from '../process';
import { goPrograms, goVersion } from '../programs';
import type { PartProps } from '../part';
import { keepFindings } from './findings';
import { open, type Finding } from './waiver';
import { waiversOf } from './waivers';

interface Leak {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  /** The secret and what the rule knows it by. */
  readonly Match: string;
}

export async function scanForSecrets({ report, work, example }: Pick<PartProps, 'report' | 'work' | 'example'>): Promise<void> {
  const gitleaks = (await goPrograms('gitleaks', (text) => report.note(text)))('gitleaks');
  report.note(`gitleaks ${goVersion('gitleaks', 'github.com/zricethezav/gitleaks/v8')}`);
  const leaks = async (folder: string): Promise<readonly Leak[]> => {
    const file = resolve(join(work, 'gitleaks.json'));
    const { code, stderr } = await run(gitleaks, [
      'dir',
      folder,
      '--no-banner',
      '--log-level=error',
      '--exit-code=0',
      '--report-format=json',
      `--report-path=${file}`,
    ]);
    if (code !== 0) throw new Error(`gitleaks ended with ${code}: ${stderr}`);
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Leak[];
  };
  const scan = { failed: (await leaks('dist')).map(finding), passed: [] };
  keepFindings(work, 'gitleaks', [scan]);
  report.check(
    'gitleaks finds no secret in dist/',
    // Where, and not what: this is printed.
    open(scan, waiversOf('gitleaks', example)).map(({ id, text }) => `${text}: ${id}`),
  );
  if (example !== undefined) return;
  const planted = join(work, 'planted-secrets');
  rmSync(planted, { recursive: true, force: true });
  const wanted = plant(planted);
  const found = await leaks(planted);
  report.check(
    `control: gitleaks finds each of ${wanted.length} planted secrets`,
    wanted.flatMap(({ file, rule }) => (found.some((leak) => leak.RuleID === rule && leak.File.endsWith(file)) ? [] : [`${rule} is not found in ${file}`])),
  );
}

const finding = ({ RuleID: id, File: file, StartLine: line, Match: match }: Leak): Finding => ({
  id,
  resource: `${relative('dist', file)}: ${match}`,
  text: `${file}:${line}`,
});

/** Secrets in copies of files of dist/, made here so that no file of ours holds one. Always the same: a rule wants mixed characters. */
function plant(folder: string): readonly { readonly file: string; readonly rule: string }[] {
  const hex = createHash('sha256').update('planted').digest('hex');
  const digits = [...hex].map((digit) => 'ABCDEFGHIJKLMNOP'[parseInt(digit, 16)]).join('');
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const secrets = [
    { file: 'index.json', rule: 'private-key', text: privateKey },
    { file: 'terraform/edge/main.tf.json', rule: 'github-pat', text: `"token": "ghp_${hex.slice(0, 36)}"` },
    { file: 'README.md', rule: 'aws-access-token', text: `AKIA${digits.slice(0, 16)}` },
  ];
  for (const { file, text } of secrets) {
    cpSync(join('dist', file), join(folder, file));
    writeFileSync(join(folder, file), `${readFileSync(join(folder, file), 'utf8')}\n${text}\n`);
  }
  return secrets;
}
