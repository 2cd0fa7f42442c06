/** Keycloak's administration, on its own host, as the account of the realm sync. */
import { randomBytes } from 'node:crypto';
import type { Client } from './client';

export interface User {
  readonly username: string;
  readonly password: string;
}

export class Administration {
  readonly #client: Client;
  readonly #host: string;
  readonly #realm: string;
  #token = '';
  #until = 0;
  readonly #secret: string;

  constructor(client: Client, host: string, realm: string, secret: string) {
    this.#client = client;
    this.#host = host;
    this.#realm = realm;
    this.#secret = secret;
  }

  /** A token of realm master. */
  async bearer(): Promise<string> {
    if (Date.now() < this.#until) return this.#token;
    const answer = await this.#client.form(`https://${this.#host}/realms/master/protocol/openid-connect/token`, {
      grant_type: 'client_credentials',
      client_id: 'realm-sync',
      client_secret: this.#secret,
    });
    if (answer.status !== 200) throw new Error(`administration: ${answer.status} ${answer.body}`);
    const { access_token, expires_in } = JSON.parse(answer.body) as { access_token: string; expires_in: number };
    this.#token = access_token;
    this.#until = Date.now() + expires_in * 500;
    return access_token;
  }

  /** @param path - below the realm */
  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.#client.call(`https://${this.#host}/admin/realms/${this.#realm}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.bearer()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`administration: ${method} ${path}: ${answer.status} ${answer.body}`);
    return (answer.body === '' ? undefined : JSON.parse(answer.body)) as T; // the caller knows the API
  }

  /** A person in groups; without a second factor, unless everybody's default is left to them. */
  async addUser(username: string, groups: readonly string[], { secondFactor = false } = {}): Promise<User> {
    const password = `${randomBytes(12).toString('base64url')}-A1a`;
    const user = {
      username,
      enabled: true,
      email: `${username}@acme.example`,
      emailVerified: true,
      firstName: username,
      lastName: 'Example',
      groups: groups.map((group) => `/${group}`),
      credentials: [{ type: 'password', value: password, temporary: false }],
    };
    await this.ask('POST', '/users', user);
    if (!secondFactor) await this.ask('PUT', `/users/${await this.userId(username)}`, { requiredActions: [] });
    return { username, password };
  }

  async userId(username: string): Promise<string> {
    const [user] = await this.ask<readonly { id: string }[]>('GET', `/users?exact=true&username=${username}`);
    if (user === undefined) throw new Error(`nobody is called ${username}`);
    return user.id;
  }

  async sessions(username: string): Promise<number> {
    return (await this.ask<readonly object[]>('GET', `/users/${await this.userId(username)}/sessions`)).length;
  }
}
