/**
 * Add-ons of EKS, exact versions per Kubernetes minor. An add-on that does not exist for a minor fails the apply, so
 * both columns move together with `kubernetesVersions` of the model. To move one:
 *   aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name coredns
 *
 * Read where they run, 2026-08: for 1.35 the defaults of AWS in ap-northeast-2 on 2026-08-04 (snapshot-controller and
 * eks-node-monitoring-agent: releases of 2026-06); for 1.36 releases that clusters resolved to between July and
 * August. There are no newer ones in a source that can be read offline: look before the first apply.
 */
import type { Platform } from '../../../lib/model';

export const addonNames = [
  'eks-pod-identity-agent',
  'vpc-cni',
  'kube-proxy',
  'coredns',
  'aws-ebs-csi-driver',
  'snapshot-controller',
  'metrics-server',
  'eks-node-monitoring-agent',
] as const;
export type AddonName = (typeof addonNames)[number];

/** The same release for every minor that we run. */
const everyMinor = {
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
  'vpc-cni': 'v1.22.3-eksbuild.1',
  'aws-ebs-csi-driver': 'v1.63.1-eksbuild.1',
  'snapshot-controller': 'v8.5.0-eksbuild.3',
  'metrics-server': 'v0.9.0-eksbuild.5',
  'eks-node-monitoring-agent': 'v1.6.4-eksbuild.1',
} as const;

export const addonVersions: Readonly<Record<Platform['cloud']['kubernetesVersion'], Readonly<Record<AddonName, string>>>> = {
  '1.35': { ...everyMinor, 'kube-proxy': 'v1.35.3-eksbuild.17', coredns: 'v1.13.2-eksbuild.11' },
  '1.36': { ...everyMinor, 'kube-proxy': 'v1.36.0-eksbuild.13', coredns: 'v1.14.3-eksbuild.3' },
};

/**
 * Add-on of an option of monitoring, the same release for every minor: chart 6.4.0, as upstream released it in 2026-08. The
 * first with OpenTelemetry metrics is 6.2.0.
 */
export const containerInsightsAddon = { name: 'amazon-cloudwatch-observability', version: 'v6.4.0-eksbuild.1' } as const;
