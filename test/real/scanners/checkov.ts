/** checkov, without its platform and without the network. */
import { resolve } from 'node:path';
import { run } from '../process';
import { pythonPackages } from '../programs';

export interface CheckovRecord {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
  readonly file_line_range: readonly [number, number];
}
export interface CheckovResult {
  readonly failed: readonly CheckovRecord[];
  readonly passed: readonly CheckovRecord[];
}

interface CheckovReport {
  readonly results?: {
    readonly failed_checks: readonly CheckovRecord[];
    readonly passed_checks: readonly CheckovRecord[];
    readonly parsing_errors: readonly string[];
  };
}

export type Checkov = (framework: 'terraform_plan' | 'kubernetes', folder: string) => Promise<CheckovResult>;

/** Requests go to a port where nobody listens. Scratch folders are hidden ones. */
const offline = { CKV_IGNORE_HIDDEN_DIRECTORIES: 'false', http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', LOG_LEVEL: 'WARNING' };

/** @throws Error with what it could not read or check: it goes on where a check of its own breaks */
export async function checkovProgram(say: (text: string) => void): Promise<{ readonly checkov: Checkov; readonly version: string }> {
  const env = { ...offline, PYTHONPATH: await pythonPackages('checkov', say) };
  const start = (args: readonly string[]) => run('python3', ['-m', 'checkov.main', ...args], { env });
  const checkov: Checkov = async (framework, folder) => {
    const { code, stdout, stderr } = await start([
      '--directory',
      resolve(folder),
      '--framework',
      framework,
      '--output',
      'json',
      '--skip-download',
      '--compact',
    ]);
    const trouble = stderr.split('\n').filter((line) => /ERROR|Traceback|Failed to|Exception/.test(line));
    if (code > 1 || trouble.length > 0) throw new Error(`checkov could not check ${folder}:\n${trouble.slice(0, 5).join('\n') || stderr.slice(-2000)}`);
    const reports = [JSON.parse(stdout) as CheckovReport | readonly CheckovReport[]].flat().flatMap(({ results }) => (results === undefined ? [] : [results]));
    const unread = reports.flatMap(({ parsing_errors: errors }) => errors);
    if (unread.length > 0) throw new Error(`checkov cannot read ${unread.join(', ')}`);
    return { failed: reports.flatMap(({ failed_checks: each }) => each), passed: reports.flatMap(({ passed_checks: each }) => each) };
  };
  return { checkov, version: (await start(['--version'])).stdout.trim() };
}
