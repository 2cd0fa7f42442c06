import { footprintOf, inWords, quantity } from '../../bin/options/footprint';
import { exampleFiles, optionNotes } from '../../bin/options/page';
import { realParts } from '../../bin/options/real-parts';
import { aspects, optionIds } from '../../lib/model';
import { parts } from '../real/parts';

const notes = optionNotes();
const options = aspects.flatMap((aspect) => Object.keys(realParts[aspect]).map((id) => [aspect, id] as const));

describe('the page of options', () => {
  it.each(options)('%s %s: has an example, says what it installs, needs and costs, and who runs it', (aspect, id) => {
    expect(optionIds[aspect]).toContain(id);
    const row = notes.glance.split('\n').find((line) => line.startsWith(`| ${aspect} | [${id}]`));
    expect(row?.split(' | ').filter((cell) => cell.trim() === '')).toEqual([]);
    expect(exampleFiles()).toContain(/\]\(\.\.\/([^)]*platform\.yaml)\)/.exec(row ?? '')?.[1]);
    expect(notes.of(aspect, id).join('\n')).toMatch(/- costs in |- cloud layer: /);
  });

  it('names real parts that are there, or says why there is none', () => {
    for (const aspect of aspects)
      for (const [id, { parts: named, not }] of Object.entries(realParts[aspect])) {
        expect([id, named.filter((part) => parts[part] === undefined)]).toEqual([id, []]);
        expect([id, named.length > 0 || (not ?? '').length > 10]).toEqual([id, true]);
      }
  });
});

describe('what an object asks for', () => {
  const container = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory }, limits: { memory: '9Gi' } } });

  it('is what its containers ask for, times its replicas', () => {
    const template = { spec: { containers: [container('250m', '1Gi'), container('1', '512Mi')] } };
    expect(footprintOf({ kind: 'Deployment', spec: { replicas: 3, template } })).toMatchObject({ cpu: 3.75, memoryMiB: 4608 });
  });

  it('comes again on each node for a DaemonSet', () => {
    const spec = { template: { spec: { containers: [container('100m', '64Mi')] } } };
    expect(inWords(footprintOf({ kind: 'DaemonSet', spec }))).toBe('on each node 0.1 cores, 64 MiB');
  });

  it('has the disks of claims and of databases', () => {
    const claims = [{ spec: { resources: { requests: { storage: '20Gi' } } } }];
    expect(footprintOf({ kind: 'StatefulSet', spec: { replicas: 2, volumeClaimTemplates: claims } }).storageGiB).toBe(40);
    expect(footprintOf({ kind: 'Cluster', spec: { instances: 3, storage: { size: '10Gi' }, resources: { requests: { cpu: 1 } } } })).toMatchObject({
      cpu: 3,
      storageGiB: 30,
    });
  });

  it('is read from patches of the manifests of others too', () => {
    const patch = 'kind: Deployment\nspec:\n  replicas: 2\n  template: {spec: {containers: [{name: a, resources: {requests: {cpu: 500m}}}]}}\n';
    expect(footprintOf({ kind: 'Kustomization', patches: [{ patch }] }).cpu).toBe(1);
  });

  it.each([
    ['100m', 0.1],
    ['2Gi', 2 ** 31],
    ['1.5', 1.5],
    [2, 2],
    ['none', 0],
    [undefined, 0],
  ])('quantity %p is %p', (text, value) => expect(quantity(text)).toBeCloseTo(value));
});
