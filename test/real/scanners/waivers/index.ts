import type { Waiver } from '../waiver';
import { checkovCloudNative } from './checkov-cloud-native';
import { checkovKubernetes } from './checkov-kubernetes';
import { checkovOptions } from './checkov-options';
import { checkovRegions } from './checkov-regions';
import { checkovTerraform } from './checkov-terraform';
import { checkovTenants } from './checkov-tenants';
import { gitleaksOptions } from './gitleaks-options';
import { trivyWaivers } from './trivy';
import { trivyOptions } from './trivy-options';

export type Scanner = 'checkov, Terraform' | 'checkov, Kubernetes' | 'trivy' | 'gitleaks';

/** Scanner -> what it reports about the platform in the root and we accept. */
const platformWaivers: Readonly<Record<Scanner, readonly Waiver[]>> = {
  'checkov, Terraform': checkovTerraform,
  'checkov, Kubernetes': checkovKubernetes,
  trivy: trivyWaivers,
  gitleaks: [],
};

/** Beyond that, about options that the platform in the root does not use. */
export const optionWaivers: Readonly<Record<Scanner, readonly Waiver[]>> = {
  'checkov, Terraform': [...checkovRegions, ...checkovCloudNative, ...checkovTenants],
  'checkov, Kubernetes': checkovOptions,
  trivy: trivyOptions,
  gitleaks: gitleaksOptions,
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
