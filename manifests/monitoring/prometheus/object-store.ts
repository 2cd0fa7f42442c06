/** Where the blocks of this cluster are. The file holds no secret: pods authenticate by their cloud identity. */
import type { Chart } from 'cdk8s';
import { ConfigMap } from '../../../imports/k8s';
import type { Cluster } from '../../../lib/model';
import type { Names } from '../../../lib/names';
import { yaml } from '../../../lib/output/yaml';
import type { Context } from '../../context';

const folder = '/etc/thanos/object-store';
const key = 'objstore.yml';
export const objectStoreFile = `${folder}/${key}`;
export const objectStoreMount = { name: 'object-store', mountPath: folder, readOnly: true };

/** @see https://thanos.io/tip/thanos/storage.md/ */
export const objectStoreConfig = (cluster: Cluster, names: Names): object => byProvider[cluster.provider](cluster, names);

const byProvider: Record<Cluster['provider'], (cluster: Cluster, names: Names) => object> = {
  // The default chain of the AWS SDK is the one that knows EKS Pod Identity. Encryption is the bucket's default.
  aws: ({ region }, names) => ({
    type: 'S3',
    config: { bucket: names.bucket('metrics'), endpoint: names.bucketEndpoint('metrics'), region, aws_sdk_auth: true },
  }),
  // Without a key and without `user_assigned_id` the default chain runs, which contains workload identity.
  azure: (_, names) => ({
    type: 'AZURE',
    config: {
      storage_account: names.bucket('metrics'),
      container: names.container('metrics'),
      endpoint: 'blob.core.windows.net',
      storage_create_container: false,
    },
  }),
};

/** Each user has its own copy, so that no component owns another one's object. */
export function objectStore(chart: Chart, { cluster, names }: Context, name: string): void {
  new ConfigMap(chart, 'object-store', { metadata: { name }, data: { [key]: yaml(objectStoreConfig(cluster, names)) } });
}
