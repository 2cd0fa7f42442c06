/** HTTPS servers in the place of a cloud's, with certificates of a test authority that programs are told to trust. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue, type Authority } from '../certificates';

export type Answer = (question: IncomingMessage, answer: ServerResponse) => void | Promise<void>;

/** Folder with tls.crt and tls.key for these names. */
export const webCertificate = (ca: Authority, folder: string, dnsNames: readonly string[]): Promise<string> =>
  issue(
    {
      metadata: { name: dnsNames[0] ?? '' },
      spec: { dnsNames, privateKey: { algorithm: 'ECDSA', size: 256 }, usages: ['digital signature', 'server auth'], issuerRef: { name: 'test' } },
    },
    ca,
    folder,
  );

export interface WebServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function webServer(certificate: string, answer: Answer): Promise<WebServer> {
  const files = { cert: readFileSync(join(certificate, 'tls.crt')), key: readFileSync(join(certificate, 'tls.key')) };
  const server: Server = createServer(files, (question, reply) => {
    Promise.resolve(answer(question, reply)).catch((cause: unknown) => reply.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has a port
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function bodyOf(question: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of question) parts.push(part as Buffer); // a stream without an encoding yields buffers
  return Buffer.concat(parts).toString();
}

export function json(answer: ServerResponse, content: object, status = 200): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}
