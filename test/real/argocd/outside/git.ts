/** Repositories as a git host serves them: smart HTTP over `git upload-pack`, which is what the host's own server runs. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { bodyOf } from './proxy';

export interface GitHostProps {
  /** Path of a URL, without `.git` -> folder. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Who may read which path. */
  readonly allowed: (path: string, authorization: string) => boolean;
}

const service = 'git-upload-pack';

/** Says whether it has answered: the host may have more than git. */
export const gitHost =
  ({ repositories, allowed }: GitHostProps) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? '/', 'https://host');
    const [, path = '', what] = /^(\/[^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack)$/.exec(url.pathname) ?? [];
    const folder = repositories.get(path);
    if (folder === undefined) return false;
    if (!allowed(path, basic(request.headers.authorization))) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return true;
    }
    const advertise = what === 'info/refs';
    const protocol = request.headers['git-protocol'];
    const props = {
      folder,
      protocol: typeof protocol === 'string' ? protocol : '',
      body: await bodyOf(request),
      gzip: request.headers['content-encoding'] === 'gzip',
    };
    response.writeHead(200, { 'content-type': `application/x-${service}-${advertise ? 'advertisement' : 'result'}`, 'cache-control': 'no-cache' });
    if (advertise) response.end(await advertisement(props));
    else uploadPack(props).pipe(response);
    return true;
  };

interface PackProps {
  readonly folder: string;
  readonly protocol: string;
  readonly body: Buffer;
  readonly gzip: boolean;
}

function uploadPack({ folder, protocol, body, gzip }: PackProps, ...args: readonly string[]): Readable {
  const child = spawn('git', ['upload-pack', '--stateless-rpc', ...args, folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Commits are asked for by their hash, as github.com allows.
    env: { ...process.env, ...anyCommit, ...(protocol === '' ? {} : { GIT_PROTOCOL: protocol }) },
  });
  child.stdin.on('error', () => undefined); // a client that goes away closes it
  child.stdin.end(gzip ? gunzipSync(body) : body);
  return child.stdout;
}

/** What a repository offers is asked for by every Application at every look; it changes with its branch. */
const advertisements = new Map<string, { readonly head: string; readonly content: Promise<Buffer> }>();

function advertisement(props: PackProps): Promise<Buffer> {
  const key = `${props.folder} ${props.protocol}`;
  const head = readFileSync(join(props.folder, '.git/refs/heads/main'), 'utf8');
  const known = advertisements.get(key);
  if (known?.head === head) return known.content;
  const content = (async () => {
    const chunks: Buffer[] = [Buffer.from(`001e# service=${service}\n0000`)];
    for await (const chunk of uploadPack(props, '--advertise-refs')) chunks.push(chunk as Buffer); // a stream without an encoding gives buffers
    return Buffer.concat(chunks);
  })();
  advertisements.set(key, { head, content });
  return content;
}

const anyCommit = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'uploadpack.allowAnySHA1InWant', GIT_CONFIG_VALUE_0: 'true' };

/** Password of a Basic authorization. */
const basic = (header = ''): string =>
  Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':')
    .slice(1)
    .join(':');
