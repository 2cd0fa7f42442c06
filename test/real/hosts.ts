/**
 * Stands for DNS: a proxy on loopback that programs are told of by HTTP_PROXY and HTTPS_PROXY. So they ask for the names
 * that `dist/` gives them, also in TLS, and reach what this run serves; a name that nobody serves is refused.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export class Hosts {
  readonly #ports = new Map<string, number>();
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  /** Names that were asked for and that nobody serves. */
  readonly unknown = new Set<string>();

  private constructor() {
    this.#server = createServer((question, answer) => this.#forward(question, answer));
    this.#server.on('connection', (socket: Socket) => this.#remember(socket));
    this.#server.on('connect', (question: IncomingMessage, socket: Duplex, head: Buffer) => this.#tunnel(question, socket, head));
  }

  static async start(): Promise<Hosts> {
    const hosts = new Hosts();
    await new Promise<void>((resolve) => hosts.#server.listen(0, '127.0.0.1', resolve));
    return hosts;
  }

  /** `host:port` is served by `local` on loopback from now on; by nobody where it is undefined. */
  serve(name: string, local: number | undefined): void {
    if (local === undefined) this.#ports.delete(name);
    else this.#ports.set(name, local);
  }

  /** Environment of a program that shall see these hosts. */
  get env(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo; // a TCP server has a port
    const proxy = `http://127.0.0.1:${port}`;
    return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1' };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #remember(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined); // a program that is stopped closes nothing properly
  }

  #local(name: string): number | undefined {
    const local = this.#ports.get(name);
    if (local === undefined) this.unknown.add(name);
    return local;
  }

  #tunnel(question: IncomingMessage, socket: Duplex, head: Buffer): void {
    const local = this.#local(question.url ?? '');
    if (local === undefined) {
      socket.end('HTTP/1.1 502 nobody serves this name\r\n\r\n');
      return;
    }
    const onward = connect(local, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 connected\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.#remember(onward);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  }

  #forward(question: IncomingMessage, answer: ServerResponse): void {
    const { host, pathname, search, port } = new URL(question.url ?? '', 'http://unnamed');
    const local = this.#local(port === '' ? `${host}:80` : host);
    const refuse = (): void => void (answer.headersSent ? answer.destroy() : answer.writeHead(502).end());
    if (local === undefined) return refuse();
    const { method, headers } = question;
    const onward = request({ port: local, host: '127.0.0.1', method, path: `${pathname}${search}`, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', refuse);
    question.pipe(onward);
  }
}
