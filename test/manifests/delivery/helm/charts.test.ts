import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { emptyLock } from '../../../../lib/model';
import { manifestFiles } from '../../../../manifests/synth';
import { withDelivery } from '../../foundation/rendered';

const { clusters, files } = manifestFiles({ platform: withDelivery('helm'), lock: emptyLock });
const dist = new Map(files.map(({ path, content }) => [path, content]));
const chart = (cluster: string, component: string): ReadonlyMap<string, string> => {
  const folder = `helm/${cluster}/charts/${component}/`;
  return new Map([...dist].flatMap(([path, content]) => (path.startsWith(folder) ? [[path.slice(folder.length), content] as const] : [])));
};
const all = clusters.flatMap(({ cluster, components }) => components.map((rendered) => ({ cluster: cluster.name, rendered, name: rendered.component.name })));
const ours = all.filter(({ rendered }) => rendered.component.content.kind === 'manifests');

describe('the charts', () => {
  it('are there for components with objects of ours, and for no others', () => {
    expect(all.filter(({ cluster, name }) => chart(cluster, name).size > 0)).toEqual(ours);
    expect(ours.length).toBeGreaterThan(40);
  });

  it('have the objects byte for byte as the component has them', () => {
    for (const { cluster, name, rendered } of ours) {
      const objects = [...chart(cluster, name)].filter(([path]) => path.startsWith('objects/'));
      expect(objects.map(([path]) => path.slice('objects/'.length))).toEqual(rendered.built.objects.map(({ file }) => file));
      for (const [path, content] of objects) expect(content).toBe(dist.get(`clusters/${cluster}/${name}/${path.slice('objects/'.length)}`));
    }
  });

  it('print them by one template that knows none of them, so that {{ in them is text', () => {
    const templates = new Set(ours.map(({ cluster, name }) => chart(cluster, name).get('templates/objects.yaml')));
    expect(templates.size).toBe(1);
    expect([...templates][0]).toContain('{{ $.Files.Get $path }}');
    expect(ours.some(({ cluster, name }) => [...chart(cluster, name).values()].some((content) => content.includes('{{ $labels')))).toBe(true);
    for (const { cluster, name } of ours)
      expect(
        [...chart(cluster, name).keys()].filter((path) => !/^(Chart\.yaml|values\.schema\.json|templates\/objects\.yaml|objects\/[^/]+\.yaml)$/.test(path)),
      ).toEqual([]);
  });

  it('take no value: what differs comes from platform.yaml', () => {
    for (const { cluster, name } of ours)
      expect(JSON.parse(chart(cluster, name).get('values.schema.json') ?? '')).toMatchObject({ type: 'object', additionalProperties: false, properties: {} });
  });

  it('have a version that changes with what is in them, and with nothing else', () => {
    const version = (of: typeof files, name: string): unknown =>
      (parse(of.find(({ path }) => path === `helm/aws-euc1/charts/${name}/Chart.yaml`)?.content ?? '') as { version: string }).version;
    for (const { cluster, name } of ours) {
      const { version: of, name: called } = parse(chart(cluster, name).get('Chart.yaml') ?? '') as { name: string; version: string };
      expect([called, of]).toEqual([name, expect.stringMatching(/^1\.0\.0-d[0-9a-f]{12}$/)]);
    }
    const platform = withDelivery('helm');
    const [first, ...others] = platform.workloads;
    const changed = manifestFiles({
      platform: { ...platform, workloads: [{ ...first, image: 'ghcr.io/acme/other:9.9.9' }, ...others] as typeof platform.workloads },
      lock: emptyLock,
    }).files;
    const [workload = '', other = ''] = platform.workloads.map(({ name }) => name);
    expect(version(changed, workload)).not.toBe(version(files, workload));
    expect(version(changed, other)).toBe(version(files, other));
  });

  it('fit into the Secret that Helm keeps of a release', () => {
    for (const { cluster, name } of ours) {
      const content = chart(cluster, name);
      // What Helm stores: the chart with its files in base64, and the manifest once more; compressed, and base64 again.
      const text = [...content].map(([path, file]) => `${path}${Buffer.from(file).toString('base64')}`).join('') + [...content.values()].join('');
      expect([name, Math.ceil((gzipSync(text).length * 4) / 3) < 800_000]).toEqual([name, true]);
    }
  });

  it('have no hooks: a hook is no part of the release, and Helm deletes it', () => {
    for (const { rendered } of ours) for (const { text } of rendered.built.objects) expect(text).not.toMatch(/helm\.sh\/hook/);
  });
});

describe('what Helm keeps', () => {
  const kept = (object: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } }): boolean =>
    object.metadata.annotations?.['helm.sh/resource-policy'] === 'keep';

  it('is everything of a component that is kept', () => {
    const objects = ours.filter(({ rendered }) => rendered.component.keep === true).flatMap(({ rendered }) => rendered.built.objects);
    expect(objects.length).toBeGreaterThan(20);
    for (const { object } of objects) expect([object.metadata.name, kept(object)]).toEqual([object.metadata.name, true]);
  });

  it('is whatever holds data, wherever it is, and nothing else', () => {
    for (const { rendered } of ours.filter((each) => each.rendered.component.keep !== true))
      for (const { object } of rendered.built.objects)
        expect([object.kind, kept(object)]).toEqual([object.kind, ['Namespace', 'PersistentVolumeClaim', 'Cluster', 'ObjectStore'].includes(object.kind)]);
  });
});
