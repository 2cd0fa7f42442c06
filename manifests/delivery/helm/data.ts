/** Which kinds hold data, or take others along that do: what no program of the delivery ever deletes. */
import type { KubeObject } from '../../../lib/components';

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
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch' },
  { group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot' },
] as const;

/** For the runner, which compares kinds without their group: a name too many costs a question, one too few costs data. */
export const protectedKindNames: readonly string[] = [...new Set(protectedKinds.map(({ kind }) => kind))].sort();

export const holdsData = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean =>
  protectedKinds.some((each) => each.kind === kind && each.group === (apiVersion.includes('/') ? apiVersion.split('/')[0] : ''));
