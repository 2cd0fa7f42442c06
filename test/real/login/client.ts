/** A client outside the cluster without a browser: it never follows a redirect by itself. */
import { request } from 'node:https';
import { edgeAddress } from './mapping';

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  readonly location: string;
}

export class Client {
  readonly #authority: string;
  /** Of the platform: every host in it is at the edge. */
  readonly domain: string;

  readonly #elsewhere: Readonly<Record<string, string>>;

  /**
   * @param authority - PEM of the authority that the edge's certificate comes from
   * @param elsewhere - addresses of hosts that are not behind the edge
   */
  constructor(authority: string, domain: string, elsewhere: Readonly<Record<string, string>> = {}) {
    this.#authority = authority;
    this.#elsewhere = elsewhere;
    this.domain = domain;
  }

  call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
    const { hostname, pathname, search } = new URL(url);
    // The path as it is written: URL would tidy up what an attacker sends.
    const path = /^https:\/\/[^/]+(\/.*)$/.exec(url)?.[1] ?? `${pathname}${search}`;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: this.#elsewhere[hostname] ?? edgeAddress,
          servername: hostname,
          method,
          path,
          ca: this.#authority,
          headers: { host: hostname, ...headers },
          agent: false,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
              location: answer.headers.location ?? '',
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.setTimeout(30_000, () => sent.destroy(new Error(`${url}: no answer in 30 s`)));
      sent.end(body);
    });
  }

  form(url: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call(url, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }
}

/** Cookies by host, as a browser would keep them. */
export class Visitor {
  readonly client: Client;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(client: Client) {
    this.client = client;
  }

  cookies(host: string): ReadonlyMap<string, string> {
    return this.#cookies.get(host) ?? new Map<string, string>();
  }

  setCookie(host: string, name: string, value: string): void {
    const known = this.#cookies.get(host) ?? new Map<string, string>();
    if (value === '') known.delete(name);
    else known.set(name, value);
    this.#cookies.set(host, known);
  }

  async call(url: string, { headers = {}, ...call }: Call = {}): Promise<Answer> {
    const { hostname } = new URL(url);
    const cookie = [...this.cookies(hostname)].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.client.call(url, { ...call, headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...headers } });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.setCookie(hostname, name, /max-age=0|expires=Thu, 01.Jan.1970/i.test(line) ? '' : value);
    }
    return answer;
  }

  /** Follows redirects to the end, or to where they leave the platform. @throws Error at the twentieth: a loop */
  async visit(url: string, call: Call = {}): Promise<Page> {
    let answer = await this.call(url, call);
    let at = url;
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops++) {
      if (hops === 20) throw new Error(`redirected for ever, last to ${at}`);
      at = new URL(answer.location, at).href;
      if (!new URL(at).hostname.endsWith(`.${this.client.domain}`)) break;
      answer = await this.call(at);
    }
    return { ...answer, url: at };
  }

  /** Fills in the login form of Keycloak, if the page is one. */
  submit(page: Page, { username, password }: { readonly username: string; readonly password: string }): Promise<Page> {
    const action = /<form[^>]+action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
    if (action === undefined) return Promise.resolve(page);
    const body = new URLSearchParams({ username, password }).toString();
    return this.visit(action, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }

  /** Visits a page and logs in where it leads to the form. */
  async login(url: string, user: { readonly username: string; readonly password: string }): Promise<Page> {
    return this.submit(await this.visit(url), user);
  }
}

export interface Page extends Answer {
  readonly url: string;
}
