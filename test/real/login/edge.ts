/** Stands for the edge: ends the TLS of browsers, shows its client certificate to the gateway, and names the client. */
import { request as httpsRequest, createServer, type Server } from 'node:https';
import type { Pair } from './authorities';

export interface EdgeProps {
  /** For browsers. */
  readonly server: Pair;
  /** For the gateway. */
  readonly client: Pair;
  /** Whom the gateway's certificate comes from. */
  readonly authority: string;
  readonly gateway: string;
  readonly address: string;
}

/** Serves until the process ends. */
export function serveEdge({ server, client, authority, gateway, address }: EdgeProps): Promise<Server> {
  const edge = createServer({ cert: server.certificate, key: server.key }, (incoming, outgoing) => {
    const host = incoming.headers.host ?? '';
    const peer = incoming.socket.remoteAddress ?? '';
    const forwarded = [incoming.headers['x-forwarded-for'], peer].flat().filter(Boolean).join(', ');
    const upstream = httpsRequest(
      {
        host: gateway,
        port: 443,
        servername: host.replace(/:\d+$/, ''),
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
        cert: client.certificate,
        key: client.key,
        ca: authority,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    upstream.on('error', (cause) => {
      if (!outgoing.headersSent) outgoing.writeHead(522, { 'content-type': 'text/plain' });
      outgoing.end(`edge: ${cause.message}`);
    });
    incoming.pipe(upstream);
  });
  return new Promise((resolve) => edge.listen(443, address, () => resolve(edge)));
}
