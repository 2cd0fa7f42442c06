/** The login, end to end: everything between a browser and an application runs here, configured by dist/ alone. See mapping.ts. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import type { Cluster } from '../../../lib/model';
import { realmName } from '../../../lib/names';
import type { Part } from '../part';
import { run } from '../process';
import { buildOptions } from './identity';
import type { InsideProps, Line } from './inside';
import { loginPrograms } from './programs';

/** A process with a network, mounts and processes of its own, that all end with it, and it with this one. */
const apart = ['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=SIGKILL'];

export const login: Part = async ({ report, servers, work, platform }) => {
  if ((process.env['KUBECONFIG'] ?? '') !== '') {
    report.skip('everything', 'it makes its own cluster, in its own network: run it without KUBECONFIG');
    return;
  }
  const able = await run('setpriv', [...apart, 'ip', 'link']).catch((cause: unknown) => ({ code: 1, stderr: String(cause) }));
  if (able.code !== 0) {
    report.check('this machine lets a test make a network of its own', [
      `run it as root on Linux with unshare, setpriv and ip (util-linux, iproute2): ${able.stderr}`,
    ]);
    return;
  }
  const cluster = (platform.cloud.clusters as readonly Cluster[]).find(({ name }) => existsSync(`dist/clusters/${name}/keycloak-realm`));
  if (cluster === undefined) throw new Error('no cluster runs Keycloak');
  const programs = await loginPrograms(buildOptions(cluster.name), (text) => report.note(text));
  const props: InsideProps = {
    cluster: cluster.name,
    range: 'pods' in cluster.network ? cluster.network.pods : cluster.network.cidr,
    domain: platform.domain,
    platform: platform.name,
    realm: realmName(platform),
    work,
    programs,
  };
  report.skip(
    'the job with keycloak-config-cli',
    'its program is in no package registry; the realm comes from the generated KeycloakRealmImport, which says the same',
  );
  const inside = servers.start(
    'setpriv',
    [...apart, process.execPath, resolve('build/test/real/login/inside.js'), JSON.stringify(props)],
    join(work, 'inside.log'),
  );
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
