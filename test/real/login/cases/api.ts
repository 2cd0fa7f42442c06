/** Clients of the API: programs with a token, which never see a login page. */
import type { Answer } from '../client';
import type { Case, Stage, Tokens } from './stage';

interface ApiCase {
  readonly name: string;
  readonly path?: string;
  readonly method?: string;
  /** Name of a token of the stage, or a whole header. */
  readonly token?: keyof Tokens;
  readonly authorization?: string;
  readonly made?: (stage: Stage) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that says all the right things, signed by nobody. */
const unsigned = ({ issuer }: Stage): string =>
  `${base64({ alg: 'none', typ: 'JWT' })}.${base64({ iss: issuer, aud: 'dbaas-api', sub: 'x', permissions: ['databases:read'], exp: 4_102_444_800 })}.`;

const table: readonly ApiCase[] = [
  { name: 'no token', status: 401 },
  { name: 'no token, as a browser asks', headers: { accept: 'text/html,application/xhtml+xml' }, status: 401 },
  { name: 'no token, writing', method: 'POST', path: '/v1/databases', status: 401 },
  { name: 'a password instead of a token', authorization: `Basic ${Buffer.from('adam:secret').toString('base64')}`, status: 401 },
  { name: 'a token in the query', path: '/v1/databases?access_token=x', status: 401 },
  { name: 'junk', authorization: 'Bearer junk', status: 401 },
  { name: 'a token without a signature', made: unsigned, status: 401 },
  { name: 'a token of realm master', token: 'otherRealm', status: 401 },
  { name: 'a token for another audience', token: 'wrongAudience', status: 403 },
  { name: 'the right token', token: 'right', status: 200 },
  { name: 'the right token, writing', token: 'right', method: 'POST', path: '/v1/databases', status: 200 },
  { name: 'the right token, deleting', token: 'right', method: 'DELETE', path: '/v1/databases/7', status: 200 },
  { name: 'permission to read, reading', token: 'readOnly', status: 200 },
  { name: 'permission to read, writing', token: 'readOnly', method: 'POST', path: '/v1/databases', status: 403 },
  { name: 'the right token on a path that no permission opens', token: 'right', path: '/metrics', status: 403 },
  { name: 'the right token around the path', token: 'right', path: '/v1/%2e%2e/metrics', status: 403 },
  {
    name: 'a preflight, which has no token',
    method: 'OPTIONS',
    headers: { origin: 'https://console.example', 'access-control-request-method': 'POST' },
    status: 200,
  },
];

/** Last: a minute after it ended. */
const expired: ApiCase = { name: 'an expired token', token: 'expired', status: 401 };

function ask(stage: Stage, { path = '/v1/databases', method = 'GET', token, made, authorization, headers = {} }: ApiCase): Promise<Answer> {
  const bearer = made?.(stage) ?? (token === undefined ? undefined : stage.tokens[token]);
  const credential = bearer === undefined ? authorization : `Bearer ${bearer}`;
  return stage.client.call(`https://${stage.hosts.api}${path}`, {
    method,
    headers: { ...headers, ...(credential === undefined ? {} : { authorization: credential }) },
  });
}

const asCase = (each: ApiCase): Case => ({
  name: `API: ${each.name}: ${each.status}`,
  run: async (stage) => {
    const answer = await ask(stage, each);
    return [
      ...(answer.status === each.status ? [] : [`${answer.status} instead of ${each.status}: ${answer.body.slice(0, 200)}`]),
      ...(answer.location === '' ? [] : [`redirected to ${answer.location}`]),
      ...(answer.status === 401 && !String(answer.headers['www-authenticate']).startsWith('Bearer') ? ['no WWW-Authenticate: Bearer'] : []),
      ...(each.status === 200 || !answer.body.includes('"application"') ? [] : ['the request reached the application']),
    ];
  },
});

export const apiCases: readonly Case[] = table.map(asCase);
export const expiredCase: Case = asCase(expired);
