/**
 * Stands for the tenant: the endpoints of Auth0 that the platform talks to, with its habits (an issuer that ends with a
 * slash, permissions in a claim of their own, refresh tokens that work once) and the generated Action, which it runs.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { runInNewContext } from 'node:vm';
import type { Pair } from '../login/authorities';

export interface Person {
  readonly name: string;
  readonly roles: readonly string[];
}
export interface TenantProps {
  /** Ends with a slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** Code of the generated Action. */
  readonly action: string;
}

interface Grant {
  readonly person: Person;
  readonly nonce: string | undefined;
  readonly challenge: string;
  readonly redirectUri: string;
}
type Claims = Readonly<Record<string, unknown>>;

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export class Tenant {
  readonly #props: TenantProps;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #codes = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, Person>();
  /** Seconds that an ID token lives. */
  lifetime = 300;
  /** Refresh tokens that were used a second time. */
  reused = 0;
  logouts = 0;

  constructor(props: TenantProps) {
    this.#props = props;
  }

  serve({ certificate: cert, key }: Pair, address: string): Promise<void> {
    const server = createServer({ cert, key }, (request, response) => void this.#answer(request, response));
    return new Promise((resolve) => server.listen(443, address, resolve));
  }

  /** An access token for an API: what a program gets for its client credentials, or a person's terminal for its code. */
  async token(
    claims: Claims,
    { by = this.#keys.privateKey, algorithm = 'RS256' }: { readonly by?: KeyObject; readonly algorithm?: string } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: this.#props.issuer, sub: 'program@clients', iat: now, exp: now + 300, ...claims };
    return Promise.resolve(this.#signed(body, by, algorithm));
  }

  #signed(body: Claims, by: KeyObject, algorithm: string): string {
    const head = `${encoded({ alg: algorithm, typ: 'JWT', kid: 'of-the-tenant' })}.${encoded(body)}`;
    return `${head}.${algorithm === 'none' ? '' : sign('sha256', Buffer.from(head), by).toString('base64url')}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#props.issuer);
    const said = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case '/.well-known/jwks.json':
        return said(200, { keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'of-the-tenant', use: 'sig', alg: 'RS256' }] });
      case '/authorize':
        return this.#authorize(url, request, said);
      case '/oauth/token':
        return this.#exchange(new URLSearchParams(await bodyOf(request)), request, said);
      case '/userinfo':
        return said(request.headers.authorization?.startsWith('Bearer opaque-') === true ? 200 : 401, {});
      case '/oidc/logout':
        this.logouts += 1;
        return said(200, {});
      default:
        return said(404, { error: `nobody knows ${url.pathname}` });
    }
  }

  /** Whoever comes says who it is in a header: how people prove that is Auth0's business. */
  #authorize(url: URL, { headers }: IncomingMessage, said: (status: number, body: unknown, headers?: Readonly<Record<string, string>>) => void): void {
    const asked = Object.fromEntries(url.searchParams);
    const { redirect_uri: redirectUri = '', client_id: id, code_challenge: challenge = '', state = '', scope = '' } = asked;
    if (id !== this.#props.clientId || !this.#props.redirectUris.includes(redirectUri)) return said(403, { error: `callback URL mismatch: ${redirectUri}` });
    if (asked['code_challenge_method'] !== 'S256' || challenge === '') return said(403, { error: 'no proof key' });
    if (!['openid', 'offline_access'].every((each) => scope.split(' ').includes(each))) return said(403, { error: `scope ${scope}` });
    const person = JSON.parse(String(headers['x-person'] ?? 'null')) as Person | null;
    if (person === null) return said(200, { page: 'log in' });
    const code = randomBytes(12).toString('hex');
    this.#codes.set(code, { person, nonce: asked['nonce'], challenge, redirectUri });
    said(302, {}, { location: `${redirectUri}?${new URLSearchParams({ code, state }).toString()}` });
  }

  #exchange(form: URLSearchParams, { headers }: IncomingMessage, said: (status: number, body: unknown) => void): void {
    const basic = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    const given = [form.get('client_id') ?? basic.split(':')[0], form.get('client_secret') ?? decodeURIComponent(basic.split(':')[1] ?? '')];
    if (given[0] !== this.#props.clientId || given[1] !== this.#props.clientSecret) return said(401, { error: 'access_denied' });
    if (form.get('grant_type') === 'refresh_token') return this.#refresh(form.get('refresh_token') ?? '', said);
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || proof !== grant.challenge || form.get('redirect_uri') !== grant.redirectUri) return said(403, { error: 'invalid_grant' });
    said(200, this.#tokens(grant.person, grant.nonce));
  }

  #refresh(token: string, said: (status: number, body: unknown) => void): void {
    const person = this.#refreshTokens.get(token);
    this.#refreshTokens.delete(token);
    if (!person) {
      this.reused += 1;
      return said(403, { error: 'invalid_grant' });
    }
    said(200, this.#tokens(person, undefined));
  }

  #tokens(person: Person, nonce: string | undefined): object {
    const now = Math.floor(Date.now() / 1000);
    const refreshToken = randomBytes(16).toString('hex');
    this.#refreshTokens.set(refreshToken, person);
    const body = {
      iss: this.#props.issuer,
      aud: this.#props.clientId,
      sub: `auth0|${person.name}`,
      email: `${person.name}@acme.example`,
      email_verified: true,
      iat: now,
      exp: now + this.lifetime,
      ...(nonce === undefined ? {} : { nonce }),
      ...this.#custom(person),
    };
    return {
      access_token: `opaque-${refreshToken}`,
      refresh_token: refreshToken,
      id_token: this.#signed(body, this.#keys.privateKey, 'RS256'),
      token_type: 'Bearer',
      expires_in: this.lifetime,
    };
  }

  /** Claims that the generated Action sets. */
  #custom({ roles }: Person): Claims {
    const claims: Record<string, unknown> = {};
    const exported: { onExecutePostLogin?: (event: object, api: object) => unknown } = {};
    runInNewContext(this.#props.action, { exports: exported });
    const idToken = { setCustomClaim: (name: string, value: unknown) => (claims[name] = JSON.parse(JSON.stringify(value))) };
    void exported.onExecutePostLogin?.({ authorization: { roles } }, { idToken, accessToken: { setCustomClaim: () => undefined } });
    return claims;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a stream of bytes
  return Buffer.concat(chunks).toString();
}
