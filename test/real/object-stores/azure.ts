/**
 * Azure Blob Storage and workload identity. Azurite, Microsoft's emulator, keeps the objects and reads the tokens; a
 * server in the place of Microsoft Entra hands them out to pods whose service account has an identity in dist/.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Authority } from '../certificates';
import type { Hosts } from '../hosts';
import { freePort, until, type Servers } from '../process';
import type { ObjectStore } from './store';
import { bodyOf, json, webCertificate, webServer, type WebServer } from './web';

export interface AzureProps {
  readonly azurite: string;
  readonly account: string;
  readonly container: string;
  readonly tenant: string;
  /** Service account -> id of its identity, as its annotation says. */
  readonly identities: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly hosts: Hosts;
  readonly servers: Servers;
  readonly ca: Authority;
}

const login = 'login.microsoftonline.com';
const encoded = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

/** Azurite reads what a token says, and not who signed it. */
function accessToken(tenant: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: 'https://storage.azure.com',
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now,
    nbf: now - 60,
    exp: now + 3600,
    ver: '1.0',
    oid: 'test',
  };
  return `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

export async function azure(props: AzureProps): Promise<ObjectStore> {
  const { azurite, account, container, tenant, identities, folder, hosts, servers, ca } = props;
  mkdirSync(folder, { recursive: true });
  const host = `${account}.blob.core.windows.net`;
  const [port, certificate] = [await freePort(), await webCertificate(ca, join(folder, 'web'), [host, login])];
  const files = ['--cert', join(certificate, 'tls.crt'), '--key', join(certificate, 'tls.key')];
  const flags = ['--blobHost', '127.0.0.1', '--blobPort', `${port}`, '--inMemoryPersistence', '--oauth', 'basic', '--disableTelemetry', ...files];
  servers.start(azurite, flags, join(folder, 'azurite.log'), { cwd: folder, env: { AZURITE_ACCOUNTS: `${account}:${randomBytes(32).toString('base64')}` } });
  const entra = await entraServer({ certificate, tenant, identities, folder });
  hosts.serve(`${login}:443`, entra.port);
  hosts.serve(`${host}:443`, port);
  const ask = (method: string, path: string, text = ''): Promise<{ readonly status: number; readonly body: string }> =>
    blobRequest({ port, host, method, path, text, ca: readFileSync(ca.certificate), token: accessToken(tenant) });
  await until('azurite', 30, async () => ((await ask('PUT', `/${container}?restype=container`).catch(() => undefined))?.status === 201 ? true : undefined));
  return {
    env: (serviceAccount) => entra.env(serviceAccount),
    keys: async () => [...(await ask('GET', `/${container}?restype=container&comp=list`)).body.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, key = '']) => key),
    read: async (key) => (await ask('GET', `/${container}/${key}`)).body,
    write: async (key, text) => void (await ask('PUT', `/${container}/${key}`, text)),
    problems: entra.problems,
    users: entra.users,
    stop: () => entra.stop(),
  };
}

interface BlobRequest {
  readonly port: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly ca: Buffer;
  readonly token: string;
}

function blobRequest({ port, host, method, path, text, ca, token }: BlobRequest): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      host,
      authorization: `Bearer ${token}`,
      'x-ms-version': '2021-12-02',
      'content-length': `${Buffer.byteLength(text)}`,
      'x-ms-blob-type': 'BlockBlob',
    };
    const asked = request({ host: '127.0.0.1', port, servername: host, ca, method, path, headers }, (answer: IncomingMessage) => {
      bodyOf(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

interface EntraProps {
  readonly certificate: string;
  readonly tenant: string;
  readonly identities: ReadonlyMap<string, string>;
  readonly folder: string;
}

/** What the identity library of Azure asks for: who the authority is, and a token for the token of a service account. */
async function entraServer({ certificate, tenant, identities, folder }: EntraProps) {
  const [tokens, problems, users] = [new Map<string, string>(), new Set<string>(), new Set<string>()];
  const base = `https://${login}/${tenant}`;
  const discovery = { issuer: `${base}/v2.0`, authorization_endpoint: `${base}/oauth2/v2.0/authorize`, token_endpoint: `${base}/oauth2/v2.0/token` };
  const token = async (question: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(question));
    const account = tokens.get(form.get('client_assertion') ?? '');
    if (
      account === undefined ||
      form.get('client_id') !== identities.get(account) ||
      !(form.get('scope') ?? '').includes('https://storage.azure.com/.default')
    ) {
      problems.add(`${account ?? 'somebody'} asks for ${form.get('scope')} as ${form.get('client_id')}`);
      return json(answer, { error: 'invalid_client' }, 401);
    }
    users.add(account);
    json(answer, { token_type: 'Bearer', expires_in: 3600, access_token: accessToken(tenant) });
  };
  const server: WebServer = await webServer(certificate, (question, answer) => {
    const path = (question.url ?? '').split('?')[0];
    if (path === `/${tenant}/oauth2/v2.0/token`) return token(question, answer);
    if (path === `/${tenant}/v2.0/.well-known/openid-configuration`) return json(answer, discovery);
    if (path === '/common/discovery/instance') return json(answer, instance(`${base}/v2.0/.well-known/openid-configuration`));
    problems.add(`${question.method} ${question.url}`);
    json(answer, {}, 404);
  });
  const env = (serviceAccount: string): Readonly<Record<string, string>> => {
    const [clientId, secret, file] = [identities.get(serviceAccount), randomBytes(16).toString('hex'), join(folder, `${serviceAccount}.token`)];
    if (clientId === undefined) throw new Error(`the service account ${serviceAccount} has no azure.workload.identity/client-id in dist/`);
    writeFileSync(file, secret, { mode: 0o600 });
    tokens.set(secret, serviceAccount);
    return { AZURE_CLIENT_ID: clientId, AZURE_TENANT_ID: tenant, AZURE_FEDERATED_TOKEN_FILE: file, AZURE_AUTHORITY_HOST: `https://${login}/` };
  };
  return { port: server.port, problems, users, env, stop: () => server.stop() };
}

const instance = (endpoint: string): object => ({
  tenant_discovery_endpoint: endpoint,
  'api-version': '1.1',
  metadata: [{ preferred_network: login, preferred_cache: 'login.windows.net', aliases: [login, 'login.windows.net'] }],
});
