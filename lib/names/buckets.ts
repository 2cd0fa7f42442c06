/** Buckets of a cluster, by the option that needs them. */
import { choose, type Platform } from '../model';

/** A bucket (S3) or a storage account with one container of the same id (Azure), in the cluster's own region. */
export interface BucketSpec {
  readonly id: 'metrics' | 'logs' | 'backups';
  readonly why: string;
  /** Days after which an object is deleted by the cloud; undefined: the owner deletes, the cloud never does. */
  readonly expireDays?: number;
  /** Copies to another region, immutability: for what cannot be made again. */
  readonly precious: boolean;
}

const ofMonitoring = ({ monitoring }: Platform): readonly BucketSpec[] =>
  choose(monitoring, {
    prometheus: () => [{ id: 'metrics', why: 'blocks of metrics beyond the local retention', precious: false }],
    'cloud-native': () => [],
  });
const ofLogging = ({ logging }: Platform): readonly BucketSpec[] =>
  choose(logging, {
    loki: () => [{ id: 'logs', why: 'chunks and index of logs', precious: false }],
    elk: () => [{ id: 'logs', why: 'snapshots of Elasticsearch', precious: false }],
    'cloud-native': () => [],
  });

export const buckets = (platform: Platform): readonly BucketSpec[] => [
  { id: 'backups', why: 'base backups and WAL of every PostgreSQL cluster', precious: true },
  ...ofMonitoring(platform),
  ...ofLogging(platform),
];
