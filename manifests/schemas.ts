/** The schemas below imports/, read once and only when something is validated. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesReleases } from '../lib/imports/kinds';
import type { Schema } from '../lib/imports/schema';
import type { KubeSchemas } from '../lib/validate/kubernetes';
import { isNamespaced } from './synth';

interface KubernetesDocument {
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Schemas of every supported Kubernetes release. */
export function kubeSchemas(): readonly KubeSchemas[] {
  return (read ??= readSchemas(join(__dirname, '../../imports/schemas')));
}
let read: readonly KubeSchemas[] | undefined;

function readSchemas(folder: string): readonly KubeSchemas[] {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const custom = new Map<string, Schema>();
  for (const file of readdirSync(folder).sort()) {
    if (file.startsWith('kubernetes-')) continue;
    const group = file.slice(0, -'.json'.length);
    for (const [id, schema] of Object.entries(json(file) as Readonly<Record<string, Schema>>)) custom.set(`${group}/${id}`, schema);
  }
  return kubernetesReleases.map((full) => {
    const release = full.split('.').slice(0, 2).join('.');
    const { kinds, definitions } = json(`kubernetes-${release}.json`) as KubernetesDocument;
    return { release, custom, builtIn: new Map(Object.entries(kinds)), definitions, isNamespaced };
  });
}
