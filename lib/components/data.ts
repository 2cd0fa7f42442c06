/** Which kinds hold data, or take others along that do: what no program of the delivery ever deletes. */
import { annotations as known } from '../names';
import type { Component } from './component';
import type { KubeObject } from './synthesis';

/** Kinds with their group; the group of core kinds is empty. */
const protectedKinds = [
  { group: '', kind: 'Namespace' },
  { group: '', kind: 'PersistentVolume' },
  { group: '', kind: 'PersistentVolumeClaim' },
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  { group: 'postgresql.cnpg.io', kind: 'Cluster' },
  { group: 'postgresql.cnpg.io', kind: 'Database' },
  { group: 'barmancloud.cnpg.io', kind: 'ObjectStore' },
  { group: 'k8s.mariadb.com', kind: 'MariaDB' },
  // Says where backups are: a restore to a time before its schedule was changed needs the old one.
  { group: 'k8s.mariadb.com', kind: 'PhysicalBackup' },
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch' },
  { group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot' },
] as const;

/** For the runner, which compares kinds without their group: a name too many costs a question, one too few costs data. */
export const protectedKindNames: readonly string[] = [...new Set(protectedKinds.map(({ kind }) => kind))].sort();

export const holdsData = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean =>
  protectedKinds.some((each) => each.kind === kind && each.group === (apiVersion.includes('/') ? apiVersion.split('/')[0] : ''));

/** Whether the delivery leaves an object where it is when git no longer has it. */
export function isKept(object: KubeObject, component: Component): boolean {
  if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) return false;
  return component.keep === true || (component.keep === 'data' && holdsData(object) && !deletionApproved(object));
}

/** A statement in git, reviewed like any other line: the object carries its own name where the API server asks for it. */
export const deletionApproved = ({ metadata: { name, annotations } }: KubeObject): boolean => annotations?.[known.allowDelete] === name;
