/** How the pods of a service account act in their cloud: EKS Pod Identity, or workload identity on AKS. */
import type { ComponentContext, ComponentIntents } from '../components';
import type { Cluster } from '../model';
import { clientId, type BucketSpec } from '../names';

type Context = Pick<ComponentContext<unknown>, 'cluster' | 'names' | 'lock'>;
type Labels = Readonly<Record<string, string>>;

export interface CloudIdentity {
  readonly serviceAccount: { readonly name: string; readonly namespace: string; readonly annotations: Labels };
  /** Labels that its pods need. */
  readonly podLabels: Labels;
  /** Where its pods get their credentials. */
  readonly egressHosts: NonNullable<ComponentIntents['egressHosts']>;
}

/** The identity `id` of the name contract, as the pods with these labels carry it. */
export function cloudIdentity({ cluster, names, lock }: Context, id: string, pods: Labels): CloudIdentity {
  const { serviceAccount: name, namespace } = names.identity(id);
  const from = { namespace, pods };
  // The agent on the node hands out credentials; the namespace is open to it wherever a service account has an identity.
  if (cluster.provider === 'aws') return { serviceAccount: { name, namespace, annotations: {} }, podLabels: {}, egressHosts: [] };
  return {
    serviceAccount: { name, namespace, annotations: { 'azure.workload.identity/client-id': clientId(lock, cluster, names, id) } },
    podLabels: { 'azure.workload.identity/use': 'true' },
    egressHosts: [{ from, hosts: ['login.microsoftonline.com'], why: 'tokens of the workload identity' }],
  };
}

export type BucketAccess = Required<Pick<ComponentIntents, 'flows' | 'egressHosts'>>;

/** The way to a bucket: S3 has public addresses behind the VPC's gateway endpoint, a storage account a private endpoint. */
export function bucketAccess({ cluster, names }: Context, id: BucketSpec['id'], from: { readonly namespace: string; readonly pods: Labels }): BucketAccess {
  const why = `bucket "${id}"`;
  const access: Record<Cluster['provider'], BucketAccess> = {
    aws: { flows: [], egressHosts: [{ from, hosts: [names.bucketEndpoint(id), `${names.bucket(id)}.${names.bucketEndpoint(id)}`], why }] },
    azure: { flows: [{ from, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why }], egressHosts: [] },
  };
  return access[cluster.provider];
}
