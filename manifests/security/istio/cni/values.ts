/**
 * Everything in resource terms that the chart leaves open. The agent changes the network of pods on the node, so it
 * keeps root and four capabilities; that is why its namespace is privileged and holds nothing else.
 */
export const cniValues = (): object => ({
  // Kubernetes 1.30 and later: the field instead of the annotation.
  useAppArmorAnnotation: false,
  excludeNamespaces: ['kube-system'],
  // A pod that started before the agent was ready is repaired in place, without rights over pods.
  repair: { enabled: true, repairPods: true, labelPods: false, deletePods: false },
  resources: { requests: { cpu: '50m', memory: '100Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  global: { logAsJson: true, variant: 'distroless', networkPolicy: { enabled: false } },
});
