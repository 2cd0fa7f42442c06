/** What works on the bucket: the store gateway reads old blocks, the compactor merges, thins and deletes them. */
import type { Chart } from 'cdk8s';
import { cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { prometheusSettings } from '../../../../lib/model';
import type { Context } from '../../../context';
import { objectStore, objectStoreFile, objectStoreMount } from '../object-store';
import { parts } from '../parts';
import { dataFolder, thanosStatefulSet } from './workload';

const configMap = 'thanos-object-store';
const files = [{ name: objectStoreMount.name, mountPath: objectStoreMount.mountPath, configMap }];
const bucket = [`--data-dir=${dataFolder}`, `--objstore.config-file=${objectStoreFile}`];

export const bucketFile = (chart: Chart, context: Context): void => objectStore(chart, context, configMap);

export function storeGateway(chart: Chart, context: Context): void {
  thanosStatefulSet(chart, context, {
    part: parts.store,
    identity: cloudIdentity(context, 'thanos-store', parts.store.pods),
    replicas: 2,
    storageGiB: 20,
    args: [
      'store',
      ...bucket,
      '--index-cache-size=512MB',
      '--chunk-pool-size=1GB',
      // Half of the compactor's delay: a block leaves queries before it leaves the bucket.
      '--ignore-deletion-marks-delay=24h',
      '--store.grpc.downloaded-bytes-limit=4GB',
      '--store.enable-index-header-lazy-reader',
    ],
    cpu: '250m',
    memory: '4Gi',
    files,
  });
}

/** Exactly one for a bucket: two would corrupt it. A StatefulSet never runs a second before the first is gone. */
export function compactor(chart: Chart, context: Context): void {
  const { rawDays, fiveMinuteDays, oneHourDays } = prometheusSettings(context.platform).retention;
  thanosStatefulSet(chart, context, {
    part: parts.compact,
    identity: cloudIdentity(context, 'thanos-compact', parts.compact.pods),
    grpc: false,
    replicas: 1,
    storageGiB: 100,
    args: [
      'compact',
      '--wait',
      ...bucket,
      `--retention.resolution-raw=${rawDays}d`,
      `--retention.resolution-5m=${fiveMinuteDays}d`,
      `--retention.resolution-1h=${oneHourDays}d`,
      '--delete-delay=48h',
      '--disable-admin-operations',
    ],
    cpu: '500m',
    memory: '4Gi',
    files,
  });
}
