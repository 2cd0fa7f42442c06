/** The App by which Argo CD reads a repository at GitHub: its key signs who it is, and an hour's token comes back. */
import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Host } from './proxy';

export interface GitHubApp {
  readonly id: string;
  readonly installation: string;
  /** PEM */
  readonly privateKey: string;
  readonly api: Host;
  /** A token of ours that has not been made up. */
  valid(token: string): boolean;
}

export function gitHubApp(): GitHubApp {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [id, installation] = ['123456', '7890123'];
  const tokens = new Set<string>();
  const signed = (token: string): boolean => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as { iss?: string | number; exp?: number };
    const verified = createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(publicKey, Buffer.from(signature, 'base64url'));
    return verified && String(iss) === id && (exp ?? 0) * 1000 > Date.now();
  };
  return {
    id,
    installation,
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    api: (request, response) => {
      const known = request.method === 'POST' && request.url === `/app/installations/${installation}/access_tokens`;
      const may = known && signed((request.headers.authorization ?? '').replace(/^Bearer /, ''));
      if (!may) return void response.writeHead(known ? 401 : 404).end();
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      tokens.add(token);
      const body = { token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: { contents: 'read' } };
      return void response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
    valid: (token) => tokens.has(token),
  };
}
