import type { Waiver } from '../waiver';
import { checkovCloudNative } from './checkov-cloud-native';
import { checkovKubernetes } from './checkov-kubernetes';
import { checkovRegions } from './checkov-regions';
import { checkovTerraform } from './checkov-terraform';
import { checkovTenants } from './checkov-tenants';
import { trivyWaivers } from './trivy';

export type Scanner = 'checkov, Terraform' | 'checkov, Kubernetes' | 'trivy';

/** Scanner -> what it reports about the platform in the root and we accept. */
const platformWaivers: Readonly<Record<Scanner, readonly Waiver[]>> = {
  'checkov, Terraform': checkovTerraform,
  'checkov, Kubernetes': checkovKubernetes,
  trivy: trivyWaivers,
};

/** Beyond that, about options that the platform in the root does not use. */
export const optionWaivers: Readonly<Record<Scanner, readonly Waiver[]>> = {
  'checkov, Terraform': [...checkovRegions, ...checkovCloudNative, ...checkovTenants],
  'checkov, Kubernetes': [],
  trivy: [],
};

/** What is accepted of a platform. */
export const waiversOf = (scanner: Scanner, example: string | undefined): readonly Waiver[] => [
  ...platformWaivers[scanner],
  ...(example === undefined ? [] : optionWaivers[scanner]),
];

export const allWaivers: Readonly<Record<string, readonly Waiver[]>> = {
  ...platformWaivers,
  ...Object.fromEntries(Object.entries(optionWaivers).map(([scanner, waivers]) => [`${scanner}, of options`, waivers])),
};
