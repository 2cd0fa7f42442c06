/** What an option of `cloud` may lack, read without asking which option it is. */
import type { AwsAccount, AzureAccount, Cluster, Provider } from './cloud';
import type { Platform } from './platform';

interface CloudParts {
  readonly use: string;
  readonly clusters: readonly Cluster[];
  readonly aws?: AwsAccount;
  readonly azure?: AzureAccount;
  readonly link?: 'peering' | 'none';
}
type WithCloud = Pick<Platform, 'cloud'>;
const partsOf = ({ cloud }: WithCloud): CloudParts => cloud;

/**
 * Account of the EKS clusters.
 * @throws RangeError where the platform has none: only who works for an EKS cluster asks
 */
export function awsAccount(platform: WithCloud): AwsAccount {
  const { aws } = partsOf(platform);
  if (!aws) throw new RangeError('the platform has no AWS account');
  return aws;
}

/**
 * Subscription of the AKS clusters.
 * @throws RangeError where the platform has none: only who works for an AKS cluster asks
 */
export function azureAccount(platform: WithCloud): AzureAccount {
  const { azure } = partsOf(platform);
  if (!azure) throw new RangeError('the platform has no Azure subscription');
  return azure;
}

type ClusterOn<P extends Provider> = Extract<Cluster, { provider: P }>;

/** Clusters of one provider, in the order of platform.yaml. */
export const clustersOn = <P extends Provider>(platform: WithCloud, provider: P): readonly ClusterOn<P>[] =>
  partsOf(platform).clusters.filter((cluster): cluster is ClusterOn<P> => cluster.provider === provider);

/** Whether the cloud layer joins the networks of the clusters, so that they reach each other by private addresses. */
export const isLinked = (platform: WithCloud): boolean => partsOf(platform).link === 'peering';
