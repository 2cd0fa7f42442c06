/** What must hold behind NGINX: programs with tokens, people with sessions, and ways around both. */
import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:tls';
import type { Seen } from '../login/application';
import { Visitor, type Answer } from '../login/client';
import { addressOf } from '../login/mapping';
import { sleep } from '../process';
import type { Person } from './auth0';
import { html, loggedIn, login, refreshTarget } from './visitor';
import type { World, WorldProps } from './world';

export interface Stage extends World {
  readonly props: WorldProps;
  readonly at: (name: string) => string;
}
type Problems = readonly string[];
export interface Case {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<Problems>;
}

const people = {
  admin: { name: 'adam', roles: ['platform-admin'] },
  owner: { name: 'olga', roles: ['database-owner'] },
  nobody: { name: 'noah', roles: ['something-else'] },
} as const satisfies Record<string, Person>;

const reached = ({ body }: Answer): boolean => body.includes('"application"') || body.includes('id="seen"');
const wrong = (answer: Answer, status: number): Problems =>
  answer.status === status ? [] : [`${answer.status} instead of ${status}: ${answer.location} ${answer.body.slice(0, 200)}`];

interface Asked {
  readonly name: string;
  readonly status: number;
  readonly method?: string;
  readonly path?: string;
  readonly token?: (stage: Stage) => Promise<string>;
}
const api = { aud: 'dbaas-api' } as const;
const reader =
  (more: object = {}) =>
  ({ tenant }: Stage) =>
    tenant.token({ ...api, permissions: ['databases:read'], ...more });
const past = (): object => ({ iat: Math.floor(Date.now() / 1000) - 900, exp: Math.floor(Date.now() / 1000) - 600 });
const table: readonly Asked[] = [
  { name: 'no token', status: 401 },
  { name: 'junk for a token', status: 401, token: () => Promise.resolve('junk') },
  { name: 'a token that is not signed', status: 401, token: ({ tenant }) => tenant.token({ ...api, permissions: ['databases:read'] }, { algorithm: 'none' }) },
  {
    name: 'a token that somebody else signed',
    status: 401,
    token: ({ tenant }) => tenant.token({ ...api, permissions: ['databases:read'] }, { by: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
  },
  { name: 'a token whose life is over', status: 401, token: (stage) => reader(past())(stage) },
  { name: 'a token for another audience', status: 401, token: reader({ aud: 'elsewhere' }) },
  { name: 'a token of an issuer without the slash', status: 401, token: (stage) => reader({ iss: `https://${stage.props.tenant}` })(stage) },
  { name: 'a token without permissions', status: 403, token: ({ tenant }) => tenant.token(api) },
  { name: 'a token with another permission', status: 403, token: reader({ permissions: ['databases:write'] }) },
  { name: 'the right token', status: 200, token: reader() },
  { name: 'the right token, HEAD', status: 200, method: 'HEAD', token: reader() },
  { name: 'a reader who writes', status: 403, method: 'POST', path: '/v1/databases', token: reader() },
  { name: 'a writer who writes', status: 200, method: 'POST', path: '/v1/databases', token: reader({ permissions: ['databases:write'] }) },
  { name: 'a method that no permission names', status: 403, method: 'PROPFIND', token: reader() },
  { name: 'a path that no permission names', status: 403, path: '/v2/x', token: reader() },
  { name: 'a disguised path', status: 403, path: '/v1/../v2/x', token: reader() },
  { name: 'a path disguised by escapes', status: 403, path: '/v1/%2e%2e/v2/x', token: reader() },
  { name: 'a preflight without a token', status: 200, method: 'OPTIONS', path: '/v1/databases' },
];
const apiCases: readonly Case[] = table.map(({ name, status, method = 'GET', path = '/v1/databases', token }) => ({
  name: `API: ${name}: ${status}`,
  run: async (stage) => {
    const bearer = token ? { authorization: `Bearer ${await token(stage)}` } : {};
    const answer = await stage.client.call(`https://${stage.at('api')}${path}`, { method, headers: { accept: 'application/json', ...bearer } });
    return [
      ...wrong(answer, status),
      ...(answer.location === '' ? [] : [`redirected to ${answer.location}`]),
      ...(status !== 200 && reached(answer) ? ['the request reached the application'] : []),
    ];
  },
}));

const forged: Readonly<Record<string, string>> = {
  'x-auth-request-user': 'mallory',
  'x-auth-request-email': 'mallory@acme.example',
  'x-auth-request-groups': 'platform-admin',
  'x-auth-request-redirect': 'https://evil.example/',
  'x-forwarded-user': 'mallory',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-uri': '/ping',
  'x-original-url': '/ping',
  'x-remote-user': 'mallory',
};

const pages: readonly Case[] = [
  {
    name: 'page: without a session it is the login page, which goes on to the login and keeps the way back',
    run: async ({ client, at }) => {
      const answer = await client.call(`https://${at('console')}/databases?owner=me&size=2`, { headers: html });
      const target = refreshTarget(answer);
      return [...wrong(answer, 401), ...(target === '/oauth2/start?rd=%2Fdatabases%3Fowner%3Dme%26size%3D2' ? [] : [`goes to ${target}`])];
    },
  },
  {
    name: 'page: the login leads through the tenant to the page that was asked for, and the application is told who came',
    run: async ({ client, at }) => {
      const visitor = new Visitor(client);
      const page = await login(visitor, `https://${at('console')}/databases?owner=me`, people.admin);
      const seen = JSON.parse((await visitor.call(`https://${at('console')}/x`, { headers: { accept: 'application/json', ...forged } })).body) as Seen;
      return [
        ...wrong(page, 200),
        ...(page.url === `https://${at('console')}/databases?owner=me` ? [] : [`ended at ${page.url}`]),
        ...(seen.headers['x-auth-request-email'] === 'adam@acme.example' ? [] : [`e-mail ${String(seen.headers['x-auth-request-email'])}`]),
        ...Object.entries(forged).flatMap(([name, value]) => (seen.headers[name] === value ? [`${name} is the client's`] : [])),
      ];
    },
  },
  {
    name: 'page: whoever lacks the role is refused once, and not sent to the login again',
    run: async ({ client, at }) => {
      const visitor = new Visitor(client);
      const answer = await login(visitor, `https://${at('console')}/`, people.nobody);
      return [...wrong(answer, 403), ...(reached(answer) ? ['the request reached the application'] : [])];
    },
  },
  {
    name: "page: a role opens its own hosts only: an owner of databases sees the console and not the platform's metrics",
    run: async ({ client, at, props }) => {
      const visitor = await loggedIn(client, at('console'), people.owner);
      const metrics = await login(visitor, `https://${at(`prometheus-${props.cluster}`)}/`, people.owner);
      return wrong(metrics, 403);
    },
  },
  {
    name: 'page: forged identity headers without a session open nothing',
    run: async ({ client, at }) => {
      const answer = await client.call(`https://${at('console')}/`, { headers: { ...html, ...forged } });
      return [...wrong(answer, 401), ...(reached(answer) ? ['the request reached the application'] : [])];
    },
  },
  {
    name: 'page: a public host asks nobody, and passes on no identity',
    run: async ({ client, at }) => {
      const answer = await client.call(`https://${at('status')}/`, { headers: { accept: 'application/json', ...forged } });
      const seen = answer.status === 200 ? (JSON.parse(answer.body) as Seen) : undefined;
      return [...wrong(answer, 200), ...Object.entries(forged).flatMap(([name, value]) => (seen?.headers[name] === value ? [`${name} is the client's`] : []))];
    },
  },
  ...['sign_out', 'sign_out?rd=', 'start', 'sign_in?x=1'].map((page): Case => ({
    name: `page: /oauth2/${page} without a target ends, and not at itself`,
    run: async ({ client, at }) => {
      const visitor = await loggedIn(client, at('console'), people.admin);
      const { url } = await visitor.visit(`https://${at('console')}/oauth2/${page}`);
      return new URL(url).pathname === '/oauth2/sign_out' ? [`ended at ${url}`] : [];
    },
  })),
  {
    name: 'page: signing out ends the session here and at the tenant; the old cookie opens nothing',
    run: async ({ client, at, tenant }) => {
      const visitor = await loggedIn(client, at('console'), people.admin);
      const cookies = [...visitor.cookies(at('console'))];
      const before = tenant.logouts;
      await visitor.call(`https://${at('console')}/oauth2/sign_out?rd=%2F`);
      for (const [name, value] of cookies) visitor.setCookie(at('console'), name, value);
      const replayed = await visitor.call(`https://${at('console')}/`, { headers: html });
      return [...wrong(replayed, 401), ...(tenant.logouts > before ? [] : ['the tenant was not told'])];
    },
  },
  {
    name: 'page: a foreign target of a sign-out is not followed',
    run: async ({ client, at }) => {
      const visitor = await loggedIn(client, at('console'), people.admin);
      const answer = await visitor.call(`https://${at('console')}/oauth2/sign_out?rd=https%3A%2F%2Fevil.example%2F`);
      return /evil/.test(answer.location) ? [`goes to ${answer.location}`] : [];
    },
  },
];

const disguised = [
  '/ping',
  '/ready',
  '/robots.txt',
  '/metrics',
  '/oauth2/../secret',
  '/oauth2/%2e%2e/secret',
  '/oauth2%2f..%2fsecret',
  '//oauth2/../x',
  '/_external_auth/oauth2/auth',
  '/OAUTH2/x',
];
const holes: readonly Case[] = [
  ...disguised.map((path): Case => ({
    name: `hole: ${path} without a session does not reach the application`,
    run: async ({ client, at }) => {
      const answer = await client.call(`https://${at('console')}${path}`, { headers: html });
      return reached(answer) ? [`it did: ${answer.status}`] : answer.status >= 500 ? [`${answer.status} ${answer.body}`] : [];
    },
  })),
  {
    name: 'hole: a callback with a code that nobody here asked for is refused',
    run: async ({ client, at }) => {
      const answer = await client.call(`https://${at('console')}/oauth2/callback?code=stolen&state=abc:/`, { headers: html });
      return answer.status === 403 || answer.status === 400 ? [] : [`${answer.status} ${answer.location}`];
    },
  },
  {
    name: 'hole: a changed cookie is no session, and no error',
    run: async ({ client, at, props }) => {
      const visitor = await loggedIn(client, at('console'), people.admin);
      const name = `__Host-${props.platform}`;
      const whole = visitor.cookies(at('console')).get(name) ?? '';
      const problems: string[] = whole === '' ? [`no cookie ${name}, but ${[...visitor.cookies(at('console')).keys()].join(', ')}`] : [];
      for (const value of [`x${whole.slice(1)}`, whole.slice(0, -3), `${whole}x`, 'x'.repeat(3000)]) {
        visitor.setCookie(at('console'), name, value);
        problems.push(...wrong(await visitor.call(`https://${at('console')}/`, { headers: html }), 401));
      }
      return problems;
    },
  },
  {
    name: "hole: the gateway without the edge's certificate answers 400 and nothing else",
    run: async ({ at, props }) => {
      const answer = await directly(addressOf('ingress', props.range), at('console'), at('console'));
      return answer.startsWith('HTTP/1.1 400') ? [] : [answer.slice(0, 200)];
    },
  },
  {
    name: 'hole: a handshake under a name that nobody serves is refused',
    run: async ({ props }) => {
      const answer = await directly(addressOf('ingress', props.range), 'elsewhere.example', 'elsewhere.example');
      return answer.startsWith('no TLS') ? [] : [answer.slice(0, 200)];
    },
  },
  {
    name: "hole: the host of the edge's monitor has one path, and shows no other host without the certificate",
    run: async ({ at, props }) => {
      const origin = at(`origin-${props.cluster}`);
      const gateway = addressOf('ingress', props.range);
      const health = await directly(gateway, origin, origin, '/healthz');
      const other = await directly(gateway, origin, origin, '/');
      const console = await directly(gateway, origin, at('console'), '/');
      return [
        ...(health.startsWith('HTTP/1.1 200') ? [] : [`/healthz: ${health.slice(0, 100)}`]),
        ...(other.startsWith('HTTP/1.1 404') ? [] : [`/: ${other.slice(0, 100)}`]),
        ...(/^HTTP\/1\.1 4/.test(console) ? [] : [`the console under the monitor's name: ${console.slice(0, 100)}`]),
      ];
    },
  },
];

/** One request to an address, without a client certificate. */
function directly(address: string, servername: string, host: string, path = '/'): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: address, port: 443, servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text === '' ? 'no TLS' : text));
    socket.on('error', (cause) => resolve(text === '' ? `no TLS: ${cause.message}` : text));
    socket.setTimeout(10_000, () => socket.destroy());
  });
}

const overTime: readonly Case[] = [
  {
    name: 'session: with the store away the answer is an error and never a login; with it back, people are still logged in',
    run: async ({ client, at, sessions }) => {
      const visitor = await loggedIn(client, at('console'), people.admin);
      for (const pod of sessions) await pod.kill('valkey', 'sentinel');
      const away = await visitor.call(`https://${at('console')}/`, { headers: html }).catch(() => undefined);
      for (const pod of sessions) await pod.restart(['valkey']);
      for (const pod of sessions) await pod.restart(['sentinel']);
      let last: Answer | undefined;
      for (let tries = 0; tries < 60 && last?.status !== 200; tries++) {
        await sleep(500);
        last = await visitor.call(`https://${at('console')}/`, { headers: html }).catch(() => undefined);
      }
      return [...(away === undefined || away.status >= 500 ? [] : [`${away.status} while the store was away`]), ...(last ? wrong(last, 200) : [])];
    },
  },
  {
    name: 'refresh: a session outlives its token, by a refresh that many requests at once do not repeat',
    run: async ({ client, at, tenant, proxies }) => {
      tenant.lifetime = 20;
      for (const pod of proxies.slice(0, 2)) await pod.restart(['oauth2-proxy'], { OAUTH2_PROXY_COOKIE_REFRESH: '4s' });
      const visitor = await loggedIn(client, at('console'), people.admin);
      await sleep(6000);
      const answers = await Promise.all(Array.from({ length: 12 }, () => visitor.call(`https://${at('console')}/`, { headers: html })));
      const [reused, statuses] = [tenant.reused, new Set(answers.map(({ status }) => status))];
      await sleep(16_000);
      const later = await visitor.call(`https://${at('console')}/`, { headers: html });
      tenant.lifetime = 300;
      return [
        ...(statuses.size === 1 && statuses.has(200) ? [] : [`answers ${[...statuses].join(', ')}`]),
        ...(reused === 0 ? [] : [`${reused} refresh tokens were used twice`]),
        ...wrong(later, 200),
      ];
    },
  },
];

export const cases: readonly Case[] = [...apiCases, ...pages, ...holes, ...overTime];
