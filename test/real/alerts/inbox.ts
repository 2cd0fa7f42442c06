/** Stands for PagerDuty, Slack and the watcher of the heartbeat: keeps every request. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../process';

export interface Received {
  readonly path: string;
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}
export interface Inbox {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

export async function inbox(): Promise<Inbox> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString() || 'null'), at: Date.now() });
      // PagerDuty wants 202 with a status, Slack takes what says ok.
      response.statusCode = request.url === '/pagerduty' ? 202 : 200;
      response.end(request.url === '/pagerduty' ? '{"status":"success","message":"Event processed"}' : 'ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server has a port
    received,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Whether it happens within that time. */
export const happens = (seconds: number, happened: () => boolean): Promise<boolean> =>
  until('it', seconds, () => Promise.resolve(happened() ? true : undefined)).catch(() => false);
