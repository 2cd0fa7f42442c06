/** An OTLP receiver in the place of Loki: keeps what arrives by tenant, and can refuse as Loki does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { lines, type Line } from './otlp';

export interface Arrived extends Line {
  readonly tenant: string;
}

export class Receiver {
  readonly arrived: Arrived[] = [];
  /** Bytes of each request, unpacked. */
  readonly sizes: number[] = [];
  /** What is wrong with requests themselves. */
  readonly faults = new Set<string>();
  /** Tenant -> status that its requests are refused with; `*` is every tenant. */
  readonly refusing = new Map<string, number>();
  refused = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((question, answer) => void this.#take(question, answer));
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // a TCP server has a port
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = [];
      for await (const part of question) parts.push(part as Buffer); // a stream without an encoding yields buffers
      const tenant = String(question.headers['x-scope-orgid'] ?? '');
      const status = this.refusing.get(tenant) ?? this.refusing.get('*');
      if (status !== undefined) {
        this.refused += 1;
        answer.writeHead(status).end();
        return;
      }
      if (question.method !== 'POST' || question.url !== '/otlp/v1/logs') this.faults.add(`${question.method} ${question.url}`);
      if (tenant === '') this.faults.add('a request without X-Scope-OrgID');
      const body = question.headers['content-encoding'] === 'gzip' ? gunzipSync(Buffer.concat(parts)) : Buffer.concat(parts);
      this.sizes.push(body.length);
      for (const line of lines(body)) this.arrived.push({ tenant, ...line });
      answer.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    } catch (cause) {
      this.faults.add(String(cause));
      answer.destroy();
    }
  }
}
