/** The API server by its own protocol: what polls and watches all the time must not start a kubectl each time. */
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { sleep } from '../process';

export interface ApiObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export class Api {
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false }); // its certificate is made at its start
  #stopped = false;

  constructor(
    readonly server: string,
    private readonly token: string,
  ) {}

  /** @throws Error unless it exists or is absent */
  async get<T>(path: string): Promise<T | undefined> {
    const { status, body } = await this.#ask('GET', path);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
    return JSON.parse(body) as T; // callers name what they asked for
  }

  /** Nothing where the kind does not exist yet. */
  async list<T>(path: string): Promise<readonly T[]> {
    return (await this.get<{ readonly items: readonly T[] }>(path))?.items ?? [];
  }

  async create(path: string, object: object): Promise<Answer> {
    return this.#ask('POST', path, JSON.stringify(object), 'application/json');
  }

  /** JSON merge patch, or operations of a JSON patch. */
  async patch(path: string, change: object): Promise<Answer> {
    return this.#ask('PATCH', path, JSON.stringify(change), `application/${Array.isArray(change) ? 'json' : 'merge'}-patch+json`);
  }

  async remove(path: string): Promise<Answer> {
    return this.#ask('DELETE', path);
  }

  /** Calls `seen` for every object of a list that exists or comes, also where its kind comes later; until `stop`. */
  watch<T extends ApiObject>(path: string, seen: (event: WatchEvent<T>) => void): void {
    const round = async (): Promise<void> => {
      const list = await this.get<{ readonly metadata: { readonly resourceVersion: string }; readonly items: readonly T[] }>(path);
      if (list === undefined) return;
      for (const object of list.items) seen({ type: 'ADDED', object });
      await this.#stream(`${path}?watch=1&resourceVersion=${list.metadata.resourceVersion}`, (line) => {
        const event = JSON.parse(line) as WatchEvent<T> | { readonly type: 'ERROR' };
        if (event.type !== 'ERROR') seen(event);
      });
    };
    void (async () => {
      while (!this.#stopped) {
        await round().catch(() => undefined);
        await sleep(500);
      }
    })();
  }

  stop(): void {
    this.#stopped = true;
    this.#agent.destroy();
  }

  async #ask(method: string, path: string, body?: string, type?: string): Promise<Answer> {
    const response = await this.#sendAgain(method, path, body, type);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer); // a response without an encoding gives buffers
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
  }

  /** A kept connection that the server closed at the same moment: the request never arrived, or reads only. */
  async #sendAgain(method: string, path: string, body?: string, type?: string): Promise<IncomingMessage> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#send(method, path, body, type);
      } catch (cause) {
        const { code, reused } = cause as NodeJS.ErrnoException & { readonly reused?: boolean };
        if (attempt === 5 || this.#stopped || code !== 'ECONNRESET' || (method !== 'GET' && reused !== true)) throw cause;
        await sleep(500);
      }
    }
  }

  async #stream(path: string, line: (text: string) => void): Promise<void> {
    const response = await this.#send('GET', path);
    let rest = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line);
    }
  }

  #send(method: string, path: string, body?: string, type?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.token}`, ...(type === undefined ? {} : { 'content-type': type }) };
      const request = httpsRequest(`${this.server}${path}`, { method, headers, agent: this.#agent }, resolve);
      request.once('error', (cause) => reject(Object.assign(cause, { reused: request.reusedSocket })));
      request.end(body);
    });
  }
}
