import type { Waiver } from '../waiver';
import { checkovKubernetes } from './checkov-kubernetes';
import { checkovRegions } from './checkov-regions';
import { checkovTerraform } from './checkov-terraform';
import { trivyWaivers } from './trivy';

/** Scanner -> what it reports and we accept. */
export const allWaivers: Readonly<Record<string, readonly Waiver[]>> = {
  'checkov, Terraform': checkovTerraform,
  'checkov, Terraform of two regions': checkovRegions,
  'checkov, Kubernetes': checkovKubernetes,
  trivy: trivyWaivers,
};
