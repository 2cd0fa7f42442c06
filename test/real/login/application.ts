/** Stands for the applications of the platform: answers with the request that reached it. Run as a program. */
import { createServer } from 'node:http';

/** What an application saw. */
export interface Seen {
  readonly application: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

if (require.main === module) {
  const name = process.env['HOSTNAME'] ?? '';
  createServer((request, response) => {
    const seen: Seen = { application: name, method: request.method ?? '', path: request.url ?? '', headers: request.headers as Seen['headers'] };
    const html = request.headers.accept?.includes('text/html') === true;
    response.writeHead(200, { 'content-type': html ? 'text/html' : 'application/json', 'cache-control': 'no-store' });
    const text = JSON.stringify(seen, null, 2);
    response.end(html ? `<!doctype html><title>${name}</title><h1>${name}</h1><pre id="seen">${text.replaceAll('<', '&lt;')}</pre>` : text);
  }).listen(Number(process.env['PORT'] ?? 8080), '0.0.0.0');
}
