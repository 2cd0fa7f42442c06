/** What source-controller would have fetched: archives over HTTP, and the status of the sources that names them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import type { Api } from '../argocd/api';
import { freePort, mustRun } from '../process';

export type Files = ReadonlyMap<string, string>;

export class Artifacts {
  private constructor(
    private readonly api: Api,
    private readonly folder: string,
    private readonly port: number,
    private readonly server: Server,
  ) {}

  static async of(api: Api, folder: string): Promise<Artifacts> {
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const server = createServer(({ url = '' }, response) => {
      response.writeHead(200, { 'content-type': 'application/gzip' }).end(readFileSync(join(folder, url.slice(1))));
    });
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    return new Artifacts(api, folder, port, server);
  }

  /** The source `name` is at the commit `label`; what Flux calls its revision. */
  async publish(name: string, label: string, files: Files): Promise<string> {
    const tree = join(this.folder, `${name}.tree`);
    rmSync(tree, { recursive: true, force: true });
    for (const [path, content] of files) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), content);
    }
    const archive = `${name}-${label}.tar.gz`;
    const revision = `main@sha1:${createHash('sha1').update(label).digest('hex')}`;
    await mustRun('tar', ['-C', tree, '-czf', join(this.folder, archive), '.']);
    const bytes = readFileSync(join(this.folder, archive));
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const path = `/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/${name}`;
    const source = await this.api.get<{ readonly metadata: { readonly generation: number } }>(path);
    const { status, body } = await this.api.patch(`${path}/status`, {
      status: {
        observedGeneration: source?.metadata.generation ?? 0,
        artifact: {
          path: archive,
          url: `http://127.0.0.1:${this.port}/${archive}`,
          revision,
          digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
          lastUpdateTime: now,
          size: bytes.length,
        },
        conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored artifact', lastTransitionTime: now }],
      },
    });
    if (status !== 200) throw new Error(`status of GitRepository ${name}: ${status} ${body}`);
    return revision;
  }

  stop(): void {
    this.server.close();
  }
}
