/** What a TLS server says to a client with one certificate or another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';

export interface HandshakeProps {
  readonly port: number;
  readonly serverName: string;
  /** File with whom the client trusts. */
  readonly ca: string;
  /** Folder with tls.crt and tls.key. @default - the client has no certificate */
  readonly client?: string;
  /** @default - what Node offers */
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/**
 * `accepted`, or why not. A server of TLS 1.3 refuses a client only after the handshake, in its first bytes; one of
 * HTTP/2 that accepts it sends its settings there.
 */
export function handshake({ port, serverName, ca, client, maxVersion }: HandshakeProps): Promise<string> {
  const own = client === undefined ? {} : { cert: readFileSync(join(client, 'tls.crt')), key: readFileSync(join(client, 'tls.key')) };
  return new Promise((resolve) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: serverName,
      ca: readFileSync(ca),
      ALPNProtocols: ['h2'],
      ...(maxVersion === undefined ? {} : { maxVersion }),
      ...own,
    });
    const end = (answer: string): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(5000, () => end('silence'));
    socket.on('data', () => end('accepted'));
    socket.on('error', (cause) => end(cause.message));
    socket.on('close', () => end('closed without a word'));
  });
}
