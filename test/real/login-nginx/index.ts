/** The login behind NGINX, end to end, for the example that has it: gateway, both proxies, session store; Auth0 is a stand-in. */
import { join, resolve } from 'node:path';
import { canBeApart, runApart } from '../login/apart';
import type { Part } from '../part';
import { debianProgram, goPrograms } from '../programs';
import type { InsideProps } from './inside';

export const loginNginx: Part = async ({ report, servers, work, platform }) => {
  if (!(await canBeApart({ report }))) return;
  if (platform.security.use !== 'nginx-auth0') throw new Error(`security.use is ${platform.security.use}: run it with --example nginx-auth0`);
  const say = (text: string): void => report.note(text);
  const debian = (program: string, name: string, path?: string) => debianProgram({ program, package: name, ...(path === undefined ? {} : { path }), say });
  const [cluster] = platform.cloud.clusters;
  const props: InsideProps = {
    cluster: cluster.name,
    range: 'pods' in cluster.network ? cluster.network.pods : cluster.network.cidr,
    domain: platform.domain,
    platform: platform.name,
    tenant: platform.security.auth0.tenant,
    work,
    programs: {
      nginx: await debian('nginx', 'nginx', 'usr/sbin/nginx'),
      oauth2Proxy: (await goPrograms('oauth2-proxy', say))('oauth2-proxy'),
      redisServer: await debian('redis-server', 'redis-server'),
      redisCli: await debian('redis-cli', 'redis-tools'),
      application: resolve('build/test/real/login/application.js'),
    },
  };
  report.skip('the controller of NGINX', 'it is in no package registry: test/real/login-nginx/nginx-conf.ts makes of its objects what its templates make');
  await runApart({ report, servers, work }, join('build/test/real/login-nginx/inside.js'), props);
};
