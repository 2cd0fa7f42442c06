/**
 * How Elasticsearch reaches its bucket without keys. It reads no file outside its own configuration folder, so the
 * token is mounted there by us, under a name that the cloud's webhook does not know: docs/adr/0041-elastic-stack.md
 */
import type { Cluster } from '../../../../lib/model';
import type { Context } from '../../../context';

const configFolder = '/usr/share/elasticsearch/config';

interface TokenAccess {
  readonly audience: string;
  readonly folder: string;
  readonly file: string;
  /** Seconds until the kubelet brings a new token. */
  readonly seconds: number;
  readonly env: (file: string) => readonly { readonly name: string; readonly value: string }[];
}

const access: Record<Cluster['provider'], TokenAccess> = {
  aws: {
    audience: 'pods.eks.amazonaws.com',
    folder: `${configFolder}/repository-s3`,
    file: 'eks-pod-identity-token',
    seconds: 86_400,
    // The webhook of EKS leaves alone what is set already.
    env: (file) => [
      { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'http://169.254.170.23/v1/credentials' },
      { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', value: file },
    ],
  },
  azure: {
    audience: 'api://AzureADTokenExchange',
    folder: `${configFolder}/azure/tokens`,
    file: 'azure-identity-token',
    seconds: 3600,
    // Client, tenant and authority come from the webhook of AKS, which leaves alone what is set already.
    env: (file) => [{ name: 'AZURE_FEDERATED_TOKEN_FILE', value: file }],
  },
};

const volume = 'cloud-token';

/** Parts of a pod. */
export function cloudToken({ cluster }: Pick<Context, 'cluster'>) {
  const { audience, env, file, folder, seconds } = access[cluster.provider];
  return {
    env: env(`${folder}/${file}`),
    volumeMounts: [{ name: volume, mountPath: folder, readOnly: true }],
    volumes: [
      {
        name: volume,
        projected: { defaultMode: 0o440, sources: [{ serviceAccountToken: { audience, expirationSeconds: seconds, path: file } }] },
      },
    ],
  };
}

/** Storage account of the snapshots; AWS needs none. */
export const storageAccount = ({ cluster, names }: Pick<Context, 'cluster' | 'names'>): string | undefined =>
  cluster.provider === 'azure' ? names.bucket('logs') : undefined;

/** The repository, as its API takes it. */
export function repositorySettings({ cluster, names }: Pick<Context, 'cluster' | 'names'>): object {
  const limits = { max_snapshot_bytes_per_sec: '80mb', max_restore_bytes_per_sec: '0' };
  return cluster.provider === 'aws'
    ? { type: 's3', settings: { bucket: names.bucket('logs'), base_path: 'snapshots', ...limits } }
    : { type: 'azure', settings: { container: names.container('logs'), base_path: 'snapshots', ...limits } };
}
