/** Ways around the login that are known, each tried without and with a session. */
import { connect } from 'node:tls';
import type { Seen } from '../application';
import { loginProxy } from '../../../../lib/names';
import { Visitor, type Answer } from '../client';
import { addressOf } from '../mapping';
import type { Case, Problems, Stage } from './stage';

const reached = ({ body }: Answer): boolean => body.includes('"application"') || body.includes('id="seen"');
const seenBy = ({ body }: Answer): Seen => JSON.parse(body) as Seen;

/** Paths that the login proxy answers for anybody, and those that look like its own. */
const paths = [
  '/robots.txt',
  '/ping',
  '/ready',
  '/metrics',
  '/oauth2/%2e%2e/secret',
  '/oauth2/../secret',
  '/oauth2%2f..%2fsecret',
  '//oauth2/../secret',
  '/OAUTH2/x',
  '/oauth2',
  '/static/x',
  '/%6fauth2/../secret',
  '/ping/',
  '/robots.txt?x=1',
  '/;/oauth2/x',
];

const closedPaths: readonly Case[] = paths.map((path) => ({
  name: `hole: ${path} without a session does not reach the application`,
  run: async ({ client, hosts }) => {
    const answer = await client.call(`https://${hosts.console}${path}`, { headers: { accept: 'text/html' } });
    return reached(answer) ? [`it did: ${answer.status}`] : answer.status >= 500 ? [`${answer.status} ${answer.body}`] : [];
  },
}));

/** Headers by which applications are told who the user is, or where they are. */
const forged: Readonly<Record<string, string>> = {
  'x-auth-request-access-token': 'junk',
  'x-auth-request-email': 'mallory@acme.example',
  'x-auth-request-groups': 'role:platform-admin',
  'x-auth-request-preferred-username': 'mallory',
  'x-auth-request-redirect': 'https://evil.example/',
  'x-auth-request-roles': 'platform-admin',
  'x-auth-request-user': 'mallory',
  'x-forwarded-access-token': 'mallory',
  'x-forwarded-email': 'mallory@acme.example',
  'x-forwarded-groups': 'mallory',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-preferred-username': 'mallory',
  'x-forwarded-uri': '/ping',
  'x-forwarded-user': 'mallory',
  'x-original-url': '/ping',
  'x-remote-user': 'mallory',
  'x-rewrite-url': '/ping',
  'x-webauth-user': 'mallory',
  forwarded: 'host=evil.example',
  'cf-access-jwt-assertion': 'mallory',
};

const headers: readonly Case[] = [
  {
    name: 'hole: forged identity headers without a session start a login',
    run: async ({ client, hosts }) => {
      const answer = await client.call(`https://${hosts.console}/`, { headers: { ...forged, accept: 'text/html' } });
      return reached(answer) || answer.status !== 302 ? [`${answer.status} ${answer.body.slice(0, 200)}`] : [];
    },
  },
  {
    name: 'hole: forged identity headers on a path that the proxy answers for anybody',
    run: async ({ client, hosts }) => {
      const answer = await client.call(`https://${hosts.console}/robots.txt`, { headers: forged });
      return reached(answer) ? ['the request reached the application'] : [];
    },
  },
  {
    name: 'hole: forged identity headers with a session do not reach the application; what the gateway knows does',
    run: async ({ client, hosts, users }) => {
      const visitor = new Visitor(client);
      await visitor.login(`https://${hosts.console}/`, users.admin);
      const answer = await visitor.call(`https://${hosts.console}/`, { headers: { ...forged, accept: 'application/json' } });
      if (!reached(answer)) return [`${answer.status} ${answer.body.slice(0, 200)}`];
      const seen = seenBy(answer).headers;
      return [
        ...Object.entries(forged).flatMap(([name, value]) => (seen[name] === value ? [`${name}: ${value} reached the application`] : [])),
        ...(seen['x-auth-request-preferred-username'] === users.admin.username ? [] : [`user is ${String(seen['x-auth-request-preferred-username'])}`]),
        ...(seen['x-auth-request-email'] === `${users.admin.username}@acme.example` ? [] : [`address is ${String(seen['x-auth-request-email'])}`]),
      ];
    },
  },
  {
    name: 'hole: a public host refuses a forged token, and does not hand on other forged identity headers',
    run: async ({ client, hosts }) => {
      const { [loginProxy.tokenHeader]: token = '', ...others } = forged;
      const refused = await client.call(`https://${hosts.status}/`, { headers: { [loginProxy.tokenHeader]: token } });
      const seen = seenBy(await client.call(`https://${hosts.status}/`, { headers: others })).headers;
      if (refused.status !== 401) return [`${refused.status} with a token that is none`];
      return Object.entries(forged).flatMap(([name, value]) => (seen[name] === value ? [`${name}: ${value} reached the application`] : []));
    },
  },
  {
    name: 'hole: a client does not choose its address',
    run: async ({ client, hosts }) => {
      const seen = seenBy(
        await client.call(`https://${hosts.status}/`, { headers: { 'x-forwarded-for': '198.51.100.7', 'x-envoy-external-address': '198.51.100.7' } }),
      ).headers;
      return seen['x-envoy-external-address'] === '198.51.100.7' ? ['the gateway believed it'] : [];
    },
  },
];

/** The redirect of a login that was started with such headers. */
async function callbackOf({ client, hosts }: Stage, path: string, sent: Readonly<Record<string, string>>): Promise<Problems> {
  const answer = await client.call(`https://${hosts.console}${path}`, { headers: { accept: 'text/html', ...sent } });
  if (answer.status !== 302) return answer.status >= 500 ? [`${answer.status} ${answer.body}`] : [];
  const target = new URL(answer.location, `https://${hosts.console}`);
  if (target.hostname !== hosts.identity) return target.hostname === hosts.console ? [] : [`sent to ${answer.location}`];
  const callback = target.searchParams.get('redirect_uri');
  return callback?.toLowerCase() === `https://${hosts.console}/oauth2/callback` ? [] : [`callback is ${callback}`];
}

const callbacks: readonly Case[] = [
  { name: 'X-Forwarded-Host', path: '/', sent: { 'x-forwarded-host': 'evil.example' } },
  { name: 'X-Forwarded-Host at the start of a login', path: '/oauth2/start', sent: { 'x-forwarded-host': 'evil.example' } },
  { name: 'Forwarded', path: '/', sent: { forwarded: 'host=evil.example;proto=https' } },
  { name: 'X-Forwarded-Proto', path: '/oauth2/start', sent: { 'x-forwarded-proto': 'http' } },
  { name: 'Host with a port', path: '/', sent: { host: 'console.acme-db.example:443' } },
  { name: 'Host in capitals', path: '/', sent: { host: 'CONSOLE.ACME-DB.EXAMPLE' } },
].map(({ name, path, sent }) => ({ name: `hole: ${name} does not choose the host of the callback`, run: (stage: Stage) => callbackOf(stage, path, sent) }));

const evil: readonly Case[] = ['https://evil.example/', '//evil.example/', '/\\evil.example', 'https://console.evil.example/', '/%09/evil.example'].map(
  (target) => ({
    name: `hole: a login that is started with rd=${target} does not end there`,
    run: async ({ client, hosts, users }) => {
      const visitor = new Visitor(client);
      const start = await visitor.call(`https://${hosts.console}/oauth2/start?rd=${encodeURIComponent(target)}`);
      const { url } = await visitor.submit(await visitor.visit(start.location), users.admin);
      return new URL(url).hostname === hosts.console ? [] : [`sent to ${url}`];
    },
  }),
);

const signOut: Case = {
  name: 'hole: signing out does not send to a foreign host',
  run: async ({ client, hosts }) => {
    const answer = await client.call(`https://${hosts.console}/oauth2/sign_out?rd=${encodeURIComponent('https://evil.example/')}`);
    return answer.location.includes('evil.example') ? [`sent to ${answer.location}`] : [];
  },
};

/** Requests that the login proxy refuses, and must not turn into redirects: programs in pages send them. */
const fetches: readonly Case[] = [
  { name: 'a page that fetches JSON without a session gets 401', path: '/databases', sent: { accept: 'application/json' } },
  { name: 'a page that fetches below /api/ without a session gets 401', path: '/api/databases', sent: { accept: '*/*' } },
].map(({ name, path, sent }) => ({
  name,
  run: async ({ client, hosts }) => {
    const answer = await client.call(`https://${hosts.console}${path}`, { headers: sent });
    return answer.status === 401 && answer.location === '' ? [] : [`${answer.status} ${answer.location}`];
  },
}));

const otherHosts: readonly Case[] = [
  ['administration', '/realms/REALM/account'],
  ['administration', '/health'],
  ['administration', '/metrics'],
  ['identity', '/realms/master/protocol/openid-connect/auth'],
  ['identity', '/admin/master/console/'],
  ['identity', '/metrics'],
  ['identity', '/health/ready'],
  ['identity', '/realms/REALM/../master/.well-known/openid-configuration'],
  ['identity', '/realms/REALM/%2e%2e/master/.well-known/openid-configuration'],
  ['identity', '/resources/../admin/'],
  ['origin', '/'],
  ['origin', '/oauth2/start'],
].map(([host, path]) => ({
  name: `hole: ${host} host, ${path}: closed`,
  run: async ({ client, hosts, realm }) => {
    const answer = await client.call(`https://${hosts[host as keyof typeof hosts]}${path?.replace('REALM', realm)}`); // names of the list above
    return [403, 404].includes(answer.status) ? [] : [`${answer.status} ${answer.location} ${answer.body.slice(0, 100)}`];
  },
}));

/** Asks the gateway itself, as somebody who found its address. */
const straight = ({ world: { node } }: Stage, servername: string, path: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: addressOf('ingress', node.range), port: 443, servername, rejectUnauthorized: false }, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('error', (cause) => resolve(`error ${cause.message}`));
    socket.on('close', () => resolve(text === '' ? 'closed' : text));
    socket.setTimeout(5000, () => socket.destroy());
  });

const aroundTheEdge: readonly Case[] = [
  {
    name: 'hole: the gateway refuses who goes around the edge',
    run: async (stage) => {
      const answer = await straight(stage, stage.hosts.console, '/');
      return /^HTTP/.test(answer) ? [answer.slice(0, 200)] : [];
    },
  },
  {
    name: 'hole: the gateway has no TLS for a foreign name',
    run: async (stage) => {
      const answer = await straight(stage, 'evil.example', '/');
      return /^HTTP/.test(answer) ? [answer.slice(0, 200)] : [];
    },
  },
  {
    name: 'the monitor of the edge gets 200 without a client certificate while login proxy and session store work',
    run: async (stage) => {
      const answer = await straight(stage, stage.hosts.origin, '/healthz');
      return answer.startsWith('HTTP/1.1 200') ? [] : [answer.slice(0, 200)];
    },
  },
  {
    name: 'hole: a certificate-less way in opens no other host',
    run: async (stage) => {
      const answer = await straight({ ...stage }, stage.hosts.origin, '/');
      return answer.startsWith('HTTP/1.1 200') ? [answer.slice(0, 200)] : [];
    },
  },
];

/** Somebody who is inside already: no pod takes requests but from those who may send them, with a certificate of the mesh. */
const inside: readonly Case[] = [
  {
    name: 'hole: another workload with the right token does not get around the gateway',
    run: async ({ world: { stranger, node }, tokens }) => {
      const problems: string[] = [];
      for (const [pod, port] of [
        ['api', 8080],
        ['console', 8080],
        ['oauth2-proxy-0', 4180],
        ['keycloak-0', 8080],
      ] as const) {
        const wanted = { host: addressOf(pod, node.range), port, path: '/v1/databases', headers: { authorization: `Bearer ${tokens.right}` } };
        const script = `require('http').get(${JSON.stringify(wanted)}, (answer) => console.log(answer.statusCode)).on('error', () => console.log('refused'))`;
        const { stdout, stderr } = await stranger.exec('status', [process.execPath, '-e', script]);
        if (!['refused', '502', '403'].includes(stdout.trim())) problems.push(`${pod} answered ${stdout} ${stderr.slice(0, 300)}`);
      }
      return problems;
    },
  },
  {
    name: 'hole: no pod of the mesh takes a request without a certificate of the mesh',
    run: async ({ world: { node } }) => {
      const problems: string[] = [];
      for (const [pod, port] of [
        ['api', 8080],
        ['console', 8080],
        ['status', 8080],
        ['oauth2-proxy-0', 4180],
        ['keycloak-0', 8080],
      ] as const) {
        const answer = await fetch(`http://${addressOf(pod, node.range)}:${port}/`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
        if (answer !== undefined) problems.push(`${pod} answered ${answer.status}`);
      }
      return problems;
    },
  },
];

export const holeCases: readonly Case[] = [...closedPaths, ...headers, ...callbacks, ...evil, signOut, ...fetches, ...otherHosts, ...aroundTheEdge, ...inside];
