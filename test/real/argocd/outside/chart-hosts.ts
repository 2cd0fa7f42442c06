/** Serves chart archives: as a chart repository with an index, or as an OCI registry where there is no scheme. */
import { stringify } from 'yaml';
import { description, digest, type ChartArchive } from './charts';
import type { Host } from './proxy';

/** Host -> what answers for it. */
export function chartHosts(charts: readonly ChartArchive[]): Readonly<Record<string, Host>> {
  const places = charts.map((chart) => ({
    chart,
    oci: !chart.repository.includes('://'),
    url: new URL(chart.repository.includes('://') ? chart.repository : `https://${chart.repository}`),
  }));
  return Object.fromEntries(
    [...new Set(places.map(({ url }) => url.hostname))].map((host) => {
      const here = places.filter(({ url }) => url.hostname === host);
      const files = new Map<string, Content>();
      for (const { chart, url, oci } of here)
        (oci ? registryFiles(chart, url.pathname) : archiveFile(chart, url)).forEach((content, path) => files.set(path, content));
      for (const base of new Set(here.filter(({ oci }) => !oci).map(({ url }) => url.pathname)))
        files.set(`${base.replace(/\/$/, '')}/index.yaml`, text(index(here.filter(({ oci, url }) => !oci && url.pathname === base))));
      return [host, served(files)];
    }),
  );
}

interface Content {
  readonly type: string;
  readonly body: Buffer;
}

const text = (content: string): Content => ({ type: 'application/yaml', body: Buffer.from(content) });

const served =
  (files: ReadonlyMap<string, Content>): Host =>
  ({ method, url = '/' }, response) => {
    const path = new URL(url, 'https://host').pathname;
    const content = path === '/v2/' ? { type: 'application/json', body: Buffer.from('{}') } : files.get(path);
    if (content === undefined || (method !== 'GET' && method !== 'HEAD')) return void response.writeHead(404).end();
    const headers = { 'content-type': content.type, 'content-length': content.body.length, 'docker-content-digest': `sha256:${digest(content.body)}` };
    return void response.writeHead(200, headers).end(method === 'GET' ? content.body : undefined);
  };

const archivePath = ({ name, version }: ChartArchive) => `${name}-${version}.tgz`;

const archiveFile = (chart: ChartArchive, { pathname }: URL) =>
  new Map([[`${pathname.replace(/\/$/, '')}/${archivePath(chart)}`, { type: 'application/gzip', body: chart.archive }]]);

function index(here: readonly { readonly chart: ChartArchive }[]): string {
  const entries = new Map<string, object[]>();
  for (const { chart } of here)
    entries.set(chart.name, [
      ...(entries.get(chart.name) ?? []),
      { ...description(chart), urls: [archivePath(chart)], digest: digest(chart.archive), created: '2026-01-01T00:00:00Z' },
    ]);
  return stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries), generated: '2026-01-01T00:00:00Z' });
}

/** Manifest by tag and by digest, and its two blobs. */
function registryFiles(chart: ChartArchive, path: string): ReadonlyMap<string, Content> {
  const config = Buffer.from(JSON.stringify(description(chart)));
  const configType = 'application/vnd.cncf.helm.config.v1+json';
  const layerType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
  const blob = (mediaType: string, content: Buffer) => ({ mediaType, digest: `sha256:${digest(content)}`, size: content.length });
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: type, config: blob(configType, config), layers: [blob(layerType, chart.archive)] }),
  );
  const base = `/v2${path}/${chart.name}`;
  return new Map([
    [`${base}/manifests/${chart.version}`, { type, body: manifest }],
    [`${base}/manifests/sha256:${digest(manifest)}`, { type, body: manifest }],
    [`${base}/blobs/sha256:${digest(config)}`, { type: 'application/octet-stream', body: config }],
    [`${base}/blobs/sha256:${digest(chart.archive)}`, { type: 'application/octet-stream', body: chart.archive }],
  ]);
}
