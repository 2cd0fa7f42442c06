/** Repositories as a git host serves them: smart HTTP over `git upload-pack`, which is what the host's own server runs. */
import { spawn } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
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
    response.writeHead(200, { 'content-type': `application/x-${service}-${advertise ? 'advertisement' : 'result'}`, 'cache-control': 'no-cache' });
    if (advertise) response.write(`001e# service=${service}\n0000`);
    const body = await bodyOf(request);
    const protocol = request.headers['git-protocol'];
    const child = spawn('git', ['upload-pack', '--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), folder], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // Commits are asked for by their hash, as github.com allows.
      env: { ...process.env, ...anyCommit, ...(typeof protocol === 'string' ? { GIT_PROTOCOL: protocol } : {}) },
    });
    child.stdout.pipe(response);
    child.stdin.on('error', () => undefined); // a client that goes away closes it
    child.stdin.end(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    return true;
  };

const anyCommit = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'uploadpack.allowAnySHA1InWant', GIT_CONFIG_VALUE_0: 'true' };

/** Password of a Basic authorization. */
const basic = (header = ''): string =>
  Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':')
    .slice(1)
    .join(':');
