/** Every YAML file of a cluster in dist/: what the delivery applies, what a person applies before it, what it delivers with. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export interface ObjectFile {
  /** Below dist/. */
  readonly path: string;
  readonly text: string;
  /** `Kind/namespace/name`, or `Kind/name`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string;
}

interface Document {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

const filesOf = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(); // its type forgets the encoding

/** The last ones are of one delivery each. */
const topsOf = (cluster: string): readonly string[] => ['clusters', 'bootstrap', 'argocd', 'flux'].filter((top) => existsSync(join('dist', top, cluster)));

/** Objects of a cluster; a kustomization is no object, values of charts are none. */
export function objectFiles(cluster: string): readonly ObjectFile[] {
  return topsOf(cluster).flatMap((top) =>
    filesOf(join('dist', top, cluster)).flatMap((file): readonly ObjectFile[] => {
      if (!/\.ya?ml$/.test(file)) return [];
      const path = join(top, cluster, file);
      const text = readFileSync(join('dist', path), 'utf8');
      const documents = parseAllDocuments(text).map((document) => document.toJS() as Document | null);
      const objects = documents.filter(
        (document) => document?.apiVersion !== undefined && document.kind !== undefined && !document.apiVersion.startsWith('kustomize.config.k8s.io/'),
      );
      if (objects.length > 1) throw new Error(`dist/${path} holds ${objects.length} objects`);
      return objects.flatMap((object) => {
        const { kind = '', metadata: { name = '', namespace } = {} } = object ?? {};
        return [{ path, text, kind, namespace: namespace ?? '', resource: [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/') }];
      });
    }),
  );
}

/** A folder with the same tree for one cluster: scanners that look at several objects together must not mix clusters. */
export function clusterFolder(cluster: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  for (const top of topsOf(cluster)) cpSync(join('dist', top, cluster), join(folder, top, cluster), { recursive: true });
  return folder;
}

export function writeObjects(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
