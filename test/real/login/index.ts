/** The login, end to end: everything between a browser and an application runs here, configured by dist/ alone. See mapping.ts. */
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import type { Part } from '../part';
import { run } from '../process';
import { buildOptions } from './identity';
import type { InsideProps, Line } from './inside';
import { loginPrograms } from './programs';

/** A process with a network, mounts and processes of its own, that all end with it. */
const apart = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=SIGKILL'];

export const login: Part = async ({ report, servers, work, platform }) => {
  const able = await run('unshare', [...apart, 'ip', 'link']).catch((cause: unknown) => ({ code: 1, stderr: String(cause) }));
  if (able.code !== 0) {
    report.check('this machine lets a test make a network of its own', [`run it as root on Linux with unshare and ip (util-linux, iproute2): ${able.stderr}`]);
    return;
  }
  const cluster = platform.cloud.clusters[0];
  const programs = await loginPrograms(buildOptions(cluster.name), (text) => report.note(text));
  const props: InsideProps = {
    cluster: cluster.name,
    range: cluster.network.cidr,
    domain: platform.domain,
    platform: platform.name,
    realm: platform.security.realm ?? platform.name,
    work,
    programs,
  };
  const inside = servers.start('unshare', [...apart, process.execPath, resolve('build/test/real/login/inside.js'), JSON.stringify(props)], join(work, 'inside.log'));
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
};
