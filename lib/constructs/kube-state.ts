/**
 * What kube-state-metrics says of one object, in PromQL. By the object, not by the pod that says it: while one pod of
 * kube-state-metrics takes over from another, an alert must not ring anew.
 */

const labelled = (kind: string, namespace: string, name: string): string => `{namespace="${namespace}", ${kind}="${name}"}`;

/** Value of a metric `kube_<kind>_…` of one object. */
export const kubeState = (kind: string, metric: string, namespace: string, name: string): string =>
  `max by (namespace, ${kind}) (kube_${kind}_${metric}${labelled(kind, namespace, name)})`;

/** Pods of a Deployment that can serve. */
export const podsAvailable = (namespace: string, name: string): string => kubeState('deployment', 'status_replicas_available', namespace, name);

/** True if no pod of a Deployment can serve, or if the Deployment is gone while others are seen. */
export const deploymentDown = (namespace: string, name: string): string => objectDown('deployment', 'status_replicas_available', namespace, name);

/** The same for a StatefulSet. */
export const statefulSetDown = (namespace: string, name: string): string => objectDown('statefulset', 'status_replicas_ready', namespace, name);

/** Pods are seen as long as kube-state-metrics works: without it nothing is known, and its own alert rings. */
const objectDown = (kind: string, metric: string, namespace: string, name: string): string =>
  `${kubeState(kind, metric, namespace, name)} == 0 or absent(kube_${kind}_${metric}${labelled(kind, namespace, name)}) and on () count(kube_pod_info) > 0`;

/** True if an autoscaler cannot add another pod. */
export const autoscalerAtMaximum = (namespace: string, name: string): string =>
  `${kubeState('horizontalpodautoscaler', 'status_current_replicas', namespace, name)} >= ${kubeState('horizontalpodautoscaler', 'spec_max_replicas', namespace, name)}`;

/** Nodes on which a pod of a DaemonSet is missing: `ready` or merely `available`. */
export const daemonSetMissing = (state: 'ready' | 'available', namespace: string, name: string): string =>
  `${kubeState('daemonset', 'status_desired_number_scheduled', namespace, name)} - ${kubeState('daemonset', `status_number_${state}`, namespace, name)}`;
