/** What an EKS cluster needs besides its add-ons, which the cloud layer installs. */
import type { Factory } from '../../context';
import { ingressBinding } from './ingress-binding';
import { karpenter } from './karpenter';
import { loadBalancerController } from './load-balancer-controller';
import { nodePools } from './node-pools';

export const awsComponents: readonly Factory[] = [loadBalancerController, ingressBinding, karpenter, nodePools];
