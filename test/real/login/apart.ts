/** A run in a network of its own: whatever listens there is seen by nobody else, and ends with it. */
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import type { PartProps } from '../part';
import { run } from '../process';
import type { Line } from './inside';

/** A process with a network, mounts and processes of its own, that all end with it, and it with this one. */
const apart = ['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=SIGKILL'];

/** Whether this machine can; says so where it cannot. */
export async function canBeApart({ report }: Pick<PartProps, 'report'>): Promise<boolean> {
  if ((process.env['KUBECONFIG'] ?? '') !== '') {
    report.skip('everything', 'it makes its own cluster, in its own network: run it without KUBECONFIG');
    return false;
  }
  const able = await run('setpriv', [...apart, 'ip', 'link']).catch((cause: unknown) => ({ code: 1, stderr: String(cause) }));
  if (able.code === 0) return true;
  report.check('this machine lets a test make a network of its own', [
    `run it as root on Linux with unshare, setpriv and ip (util-linux, iproute2): ${able.stderr}`,
  ]);
  return false;
}

/** Runs a program of ours there; it says each line of the report on standard output. */
export async function runApart({ report, servers, work }: Pick<PartProps, 'report' | 'servers' | 'work'>, program: string, props: object): Promise<void> {
  const inside = servers.start('setpriv', [...apart, process.execPath, resolve(program), JSON.stringify(props)], join(work, 'inside.log'));
  if (inside.stdout === null) throw new Error('no output');
  const ended = new Promise<number | null>((done) => inside.once('close', done));
  for await (const text of createInterface({ input: inside.stdout })) {
    const line = JSON.parse(text) as Line;
    if ('check' in line) report.check(line.check, line.problems);
    else if ('skip' in line) report.skip(line.skip, line.reason);
    else report.note(line.note);
  }
  const code = await ended;
  report.check('ran to its end', code === 0 ? [] : [`ended with ${code}, see ${join(work, 'inside.log')}`]);
}
