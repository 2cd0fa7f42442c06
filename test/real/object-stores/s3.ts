/**
 * S3 and EKS Pod Identity. gofakes3 keeps the objects; before it stands a server with the names of AWS, which lets pass
 * what is signed for the region with the short-lived key of a pod. The signature itself is not computed again.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from '../certificates';
import type { Hosts } from '../hosts';
import { freePort, until, type Servers } from '../process';
import type { ObjectStore } from './store';
import { json, webCertificate, webServer } from './web';

export interface S3Props {
  readonly gofakes3: string;
  readonly bucket: string;
  readonly region: string;
  readonly folder: string;
  readonly hosts: Hosts;
  readonly servers: Servers;
  readonly ca: Authority;
}

export async function s3({ gofakes3, bucket, region, folder, hosts, servers, ca }: S3Props): Promise<ObjectStore> {
  mkdirSync(folder, { recursive: true });
  const [backend, problems] = [await freePort(), new Set<string>()];
  const endpoints = [`s3.${region}.amazonaws.com`, `s3.dualstack.${region}.amazonaws.com`];
  const flags = ['-backend', 'memory', '-initialbucket', bucket, '-host', `127.0.0.1:${backend}`, '-quiet', '-hostbucketbase', endpoints.join(',')];
  servers.start(gofakes3, flags, join(folder, 'gofakes3.log'));
  const identity = await podIdentity(folder, problems);
  const names = endpoints.flatMap((name) => [name, `*.${name}`]);
  const front = await webServer(await webCertificate(ca, join(folder, 'web'), names), (question, answer) => {
    const problem = refusal(question, region, identity.accessKeys);
    if (problem === undefined) return forward(question, answer, backend);
    problems.add(`${question.method} ${question.headers.host ?? ''}${question.url}: ${problem}`);
    answer.writeHead(403).end();
  });
  for (const name of endpoints) for (const host of [name, `${bucket}.${name}`]) hosts.serve(`${host}:443`, front.port);
  await until('gofakes3', 20, async () => ((await fetch(`http://127.0.0.1:${backend}/`).catch(() => undefined)) === undefined ? undefined : true));
  const own = async (path: string, init: RequestInit = {}): Promise<string> => (await fetch(`http://127.0.0.1:${backend}/${bucket}${path}`, init)).text();
  return {
    env: (serviceAccount) => identity.env(serviceAccount),
    keys: async () => [...(await own('?max-keys=1000')).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key),
    read: (key) => own(`/${key}`),
    write: async (key, text) => void (await own(`/${key}`, { method: 'PUT', body: text })),
    problems,
    users: identity.users,
    stop: async () => {
      await front.stop();
      await identity.stop();
    },
  };
}

/** Why AWS would not take it. */
function refusal({ headers }: IncomingMessage, region: string, keys: ReadonlyMap<string, string>): string | undefined {
  const [, key = '', scope = ''] = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^,]+),/.exec(headers.authorization ?? '') ?? [];
  if (key === '') return 'it is not signed';
  if (scope !== `${region}/s3/aws4_request`) return `it is signed for ${scope}`;
  return keys.get(key) === headers['x-amz-security-token'] ? undefined : 'its key is not of a pod';
}

function forward(question: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url, headers } = question;
  const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  question.pipe(onward);
}

/** The agent on each node that changes the token of a service account into a key. */
async function podIdentity(folder: string, problems: Set<string>) {
  const [tokens, accessKeys, users] = [new Map<string, string>(), new Map<string, string>(), new Set<string>()];
  const agent = createServer((question, answer) => {
    const account = tokens.get(question.headers.authorization ?? '');
    if (account === undefined) {
      problems.add('somebody without a token asks for a key');
      return json(answer, {}, 401);
    }
    users.add(account);
    const key = `ASIA${createHash('sha256').update(account).digest('hex').slice(0, 16).toUpperCase()}`;
    const token = randomBytes(24).toString('base64url');
    accessKeys.set(key, accessKeys.get(key) ?? token);
    json(answer, { AccessKeyId: key, SecretAccessKey: 'of-the-test', Token: accessKeys.get(key), Expiration: new Date(Date.now() + 3_600_000).toISOString() });
  });
  await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
  const { port } = agent.address() as AddressInfo; // a TCP server has a port
  return {
    accessKeys,
    users,
    env: (serviceAccount: string) => {
      const [token, file] = [randomBytes(16).toString('hex'), join(folder, `${serviceAccount}.token`)];
      writeFileSync(file, token, { mode: 0o600 });
      tokens.set(token, serviceAccount);
      return { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v1/credentials`, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file };
    },
    stop: async () => {
      agent.closeAllConnections();
      await new Promise((resolve) => agent.close(resolve));
    },
  };
}
