import { checkStacks } from '../../infra/check';
import { configurationOf } from '../../infra/synth';
import { plural, Progress } from '../../lib/cli/report';
import { inputFlag, type Command } from '../../lib/cli/usage';
import { isUnset } from '../../lib/model';
import type { RenderedCluster } from '../../lib/components';
import { objectCount } from '../../lib/components/object-count';
import type { Finding } from '../../lib/validate/finding';
import { duplicateFindings, metadataFindings, namespaceFindings, schemaFindings, type PlacedObject } from '../../lib/validate/kubernetes';
import { referenceFindings, type ClusterTree } from '../../lib/validate/references';
import { lockFindings } from '../../lib/validate/lock';
import { secretFindings } from '../../lib/validate/secrets';
import { kubeSchemas } from '../../manifests/schemas';
import { world } from '../../manifests/third-party';
import { readInput, synthesizeAll, type Synthesis } from '../pipeline';

/** Namespaces that every cluster has from the start. */
const given = new Set(['kube-system', 'default', 'kube-public', 'kube-node-lease']);

export const validate: Command = {
  name: 'validate',
  summary: 'Check everything that a synthesis writes, without a cluster or a cloud.',
  flags: {
    input: inputFlag,
    release: { type: 'boolean', describe: 'also refuse values that cloud.lock.yaml still lacks' },
  },
  run: ({ input, release }) => {
    const progress = new Progress();
    const given = readInput(String(input));
    const synthesis = synthesizeAll(given, (phase) => progress.step(phase));
    progress.step('checks');
    const findings = [...lockFindings(given.parsed.platform, given.lock, release === true), ...findingsOf(synthesis, release === true)];
    progress.done();
    for (const { check, file, path, message } of findings) process.stderr.write(`${file}${path ? `: ${path}` : ''}: ${message} [${check}]\n`);
    const objects = synthesis.clusters.reduce((sum, cluster) => sum + objectCount(cluster), 0);
    const schemas = kubeSchemas()
      .map((each) => each.release)
      .join(' and ');
    process.stdout.write(
      `${plural(objects, 'object')} against Kubernetes ${schemas}, ${plural(synthesis.stacks.length, 'stack')}, ${plural(synthesis.files.length, 'file')}: ${plural(findings.length, 'finding')}\n`,
    );
    return findings.length === 0 ? 0 : 1;
  },
};

export function findingsOf(synthesis: Synthesis, release: boolean): readonly Finding[] {
  const trees = synthesis.clusters.map(clusterTree);
  return [
    ...trees.flatMap(({ objects }) => clusterFindings(objects)),
    ...trees.flatMap((tree) => referenceFindings(tree, world)),
    ...synthesis.files.flatMap(({ path, content }) => secretFindings(path, content)),
    ...checkStacks(synthesis.stacks.map(configurationOf)),
    ...(release
      ? synthesis.files.flatMap(({ path, content }) =>
          path !== 'README.md' && isUnset(content) ? [{ check: 'lock', file: path, message: 'holds values that cloud.lock.yaml lacks' }] : [],
        )
      : []),
  ];
}

function clusterFindings(objects: readonly PlacedObject[]): readonly Finding[] {
  const releases = kubeSchemas();
  const [first] = releases;
  return [
    ...releases.flatMap((schemas) => objects.flatMap((object) => schemaFindings(object, schemas))),
    ...(first ? objects.flatMap((object) => metadataFindings(object, first)) : []),
    ...duplicateFindings(objects),
    ...namespaceFindings(objects, given),
  ];
}

/** A cluster as the check of references wants it. */
export function clusterTree({ cluster, components }: RenderedCluster): ClusterTree {
  const folder = (name: string): string => `clusters/${cluster.name}/${name}`;
  return {
    cloud: cluster.provider,
    components: components.map(({ component }) => component.name),
    objects: components.flatMap(({ component, built }) =>
      built.objects.map(({ file, object }): PlacedObject => ({ file: `${folder(component.name)}/${file}`, object })),
    ),
    charts: components.flatMap(({ component, built }) =>
      built.data === undefined
        ? []
        : [{ component: component.name, file: `${folder(component.name)}/values.yaml`, namespace: component.namespace, values: built.data }],
    ),
    // Definitions make nothing that an object could name.
    foreign: components
      .filter(
        ({ component, built }) =>
          !component.provides.includes('crds') && (component.content.kind !== 'manifests' || built.objects.some(({ file }) => file === 'kustomization.yaml')),
      )
      .map(({ component }) => component.name),
  };
}
