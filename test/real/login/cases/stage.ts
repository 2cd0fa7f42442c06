/** Who takes part in the cases, and what they hold before the first one. */
import { createHash, randomBytes } from 'node:crypto';
import type { Administration, User } from '../administration';
import { Visitor, type Client } from '../client';
import type { World } from '../world';

export interface Hosts {
  readonly console: string;
  readonly api: string;
  readonly identity: string;
  readonly administration: string;
  /** A second host with a login, which other roles open. */
  readonly second: string;
  readonly origin: string;
  readonly status: string;
}

export interface Stage {
  readonly world: World;
  readonly client: Client;
  readonly administration: Administration;
  readonly hosts: Hosts;
  readonly realm: string;
  readonly issuer: string;
  /** Cookie of a session at the login proxy. */
  readonly cookie: string;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly screenshots: string;
}

export interface Users {
  /** Administers the platform: every role and permission. */
  readonly admin: User;
  /** Owns databases and may look at the platform; sets up a second factor at the first login. */
  readonly owner: User;
  /** May look at the platform, and has no role at the console. */
  readonly viewer: User;
  /** Has an account and no role at all. */
  readonly nobody: User;
  /** May read databases at the API. */
  readonly reader: User;
  /** Logs in at the start, while tokens are short, and comes back at the end. */
  readonly idle: User;
}

export interface Tokens {
  readonly right: string;
  readonly readOnly: string;
  /** Ends before the last case: proxies of the mesh allow a minute of difference between clocks. */
  readonly expired: string;
  readonly wrongAudience: string;
  readonly otherRealm: string;
}

/** Everything that is wrong with one case; nothing if it is as it should be. */
export type Problems = readonly string[];
export interface Case {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<Problems>;
}

export async function makeUsers(administration: Administration): Promise<Users> {
  const users: Users = {
    admin: await administration.addUser('adam', ['platform-admin']),
    owner: await administration.addUser('olga', ['database-owner', 'platform-viewer'], { secondFactor: true }),
    viewer: await administration.addUser('vera', ['platform-viewer']),
    nobody: await administration.addUser('noah', []),
    reader: await administration.addUser('rita', []),
    idle: await administration.addUser('ida', ['platform-admin']),
  };
  const [api] = await administration.ask<readonly { id: string }[]>('GET', '/clients?clientId=dbaas-api');
  const reader = await administration.userId(users.reader.username);
  const role = await administration.ask<object>('GET', `/clients/${api?.id}/roles/databases%3Aread`);
  await administration.ask('POST', `/users/${reader}/role-mappings/clients/${api?.id}`, [role]);
  return users;
}

/** A visitor with a session at a host. @throws Error if the login does not end with the application */
export async function loggedIn(client: Client, host: string, user: User): Promise<Visitor> {
  const visitor = new Visitor(client);
  const { status, body } = await visitor.login(`https://${host}/`, user);
  if (status !== 200) throw new Error(`login of ${user.username}: ${status} ${body.slice(0, 300)}`);
  return visitor;
}

/** A token for a person at a terminal: authorization code with a proof key, and a redirect to the person's own machine. */
export async function terminalToken(client: Client, issuer: string, clientId: string, user: User): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const redirect = 'http://127.0.0.1:43210/callback';
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { url } = await new Visitor(client).login(`${issuer}/protocol/openid-connect/auth?${query.toString()}`, user);
  const code = new URL(url).searchParams.get('code');
  if (!url.startsWith(redirect) || code === null) throw new Error(`no code for ${user.username}: ${url}`);
  const answer = await client.form(`${issuer}/protocol/openid-connect/token`, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirect,
    code_verifier: verifier,
    code,
  });
  if (answer.status !== 200) throw new Error(`token of ${user.username}: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}

/** Claims of a token, unchecked. */
export const claims = (token: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>;
