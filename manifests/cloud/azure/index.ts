/** What an AKS cluster needs besides what AKS brings (autoscaler, snapshot controller, disk driver). */
import type { Factory } from '../../context';
import { ingressBinding } from './ingress-binding';

export const azureComponents: readonly Factory[] = [ingressBinding];
