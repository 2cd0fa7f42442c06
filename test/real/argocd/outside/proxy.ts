/**
 * The one mapping from addresses in dist/ to this machine: programs get HTTPS_PROXY, and behind it each host is a
 * function of ours. A host that nobody expects is answered with 502 and remembered.
 */
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from './certificate';

export type Host = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface Outside {
  /** Environment of a program that is to see this world instead of the internet. */
  readonly env: Readonly<Record<string, string>>;
  /** Hosts that were asked. */
  readonly asked: ReadonlySet<string>;
  /** Requests that nobody answers: host, method, path. */
  readonly unanswered: readonly string[];
  stop(): Promise<void>;
}

export async function outside(hosts: Readonly<Record<string, Host>>, { file, certificate, key }: Certificate): Promise<Outside> {
  const asked = new Set<string>();
  const unanswered: string[] = [];
  const sockets = new Set<Socket>();
  const secure = createHttps({ cert: certificate, key }, (request, response) => {
    const name = (request.headers.host ?? '').replace(/:443$/, '');
    const missing = (reason: string) => {
      unanswered.push(`${request.method} https://${name}${request.url}: ${reason}`);
      if (!response.headersSent) response.writeHead(404);
      response.end();
    };
    response.once('finish', () => response.statusCode === 404 && unanswered.push(`${request.method} https://${name}${request.url}`));
    void Promise.resolve(hosts[name]?.(request, response)).catch((cause: unknown) => missing(String(cause)));
  });
  const proxy = createHttp((request, response) => {
    unanswered.push(`${request.method} ${request.url}: without TLS`);
    response.writeHead(502).end();
  });
  proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    const name = url.replace(/:443$/, '');
    asked.add(name);
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    if (hosts[name] === undefined) {
      unanswered.push(`CONNECT ${url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    secure.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo; // a TCP server has a port
  const address = `http://127.0.0.1:${port}`;
  const loopback = '127.0.0.1,localhost';
  return {
    env: { HTTPS_PROXY: address, https_proxy: address, NO_PROXY: loopback, no_proxy: loopback, SSL_CERT_FILE: file, GIT_SSL_CAINFO: file },
    asked,
    unanswered,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding gives buffers
  return Buffer.concat(chunks);
}
