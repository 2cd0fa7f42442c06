/** Istio's charts, rendered by Helm with the values in dist/. They are in the Go module that istioctl is built from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import { releases, type Release } from '../kubernetes/delivery';
import { run } from '../process';
import type { Report } from '../report';

/** Name of a chart in the repository of charts -> its folder in the module. */
const folders: Readonly<Record<string, string>> = { base: 'base', istiod: 'istio-control/istio-discovery', cni: 'istio-cni', gateway: 'gateway' };

export interface RenderedChart {
  readonly component: string;
  readonly objects: readonly KubeObject[];
}
export interface ChartsProps {
  readonly helm: string;
  /** Folder of the module. */
  readonly module: string;
  readonly report: Report;
}

/** What the charts of Istio make of dist/'s values; a value that a chart's schema refuses is a failed check. */
export async function chartObjects(cluster: string, { helm, module, report }: ChartsProps): Promise<readonly RenderedChart[]> {
  const ours = releases(cluster).filter(({ kind, chart }) => kind === 'helm' && folders[chart.name ?? ''] !== undefined && chart.repository?.includes('istio'));
  const rendered: RenderedChart[] = [];
  for (const { component, chart, namespace, folder } of ours) {
    const args = ['template', chart.release ?? component, join(module, 'manifests/charts', folders[chart.name ?? ''] ?? ''), '--namespace', namespace];
    const { code, stdout, stderr } = await run(helm, [...args, '--values', join(folder, 'values.yaml')]);
    const made = code === 0 ? documents(stdout).map((object) => placed(object, namespace)) : [];
    report.check(`${cluster}: ${component}: Helm renders ${made.length} objects with the values in dist/`, code === 0 && stderr.trim() === '' ? [] : [stderr]);
    rendered.push({ component, objects: made });
  }
  return rendered;
}

/** Helm puts an object without a namespace into that of its release. */
const placed = (object: KubeObject, namespace: string): KubeObject =>
  /^(Cluster|CustomResourceDefinition|Validating|Mutating|PriorityClass|Namespace)/.test(object.kind)
    ? object
    : { ...object, metadata: { namespace, ...object.metadata } };

export const meshConfig = (cluster: string): object => {
  const release = releases(cluster).find(({ chart }: Release) => chart.name === 'istiod');
  const { meshConfig: found } = parse(readFileSync(join(release?.folder ?? '', 'values.yaml'), 'utf8')) as { readonly meshConfig: object };
  return found;
};

export const objectsIn = (file: string): readonly KubeObject[] =>
  documents(readFileSync(file, 'utf8')).filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config.k8s.io/'));

const documents = (text: string): readonly KubeObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
