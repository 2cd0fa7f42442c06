/** Objects around the records of what was applied: who may read them, and that nobody rewrites them. See docs/adr/0033-delivery-records.md. */
import type { Chart } from 'cdk8s';
import { Role, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../../imports/k8s';
import { annotations } from '../../../lib/names';

/** Label of the ConfigMap of a run. The runner writes it. */
const runLabel = { key: 'dbaas/record', value: 'run' } as const;
const policyName = 'delivery-records';

/** For people on call who need no other right: `status` reads these. Bind it in the cluster to whom it concerns. */
export function readerRole(chart: Chart): void {
  new Role(chart, 'reader', {
    metadata: { name: 'delivery-reader' },
    rules: [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch'] },
    ],
  });
}

const isRun = `has(object.metadata.labels) && "${runLabel.key}" in object.metadata.labels && object.metadata.labels["${runLabel.key}"] == "${runLabel.value}"`;
const wasRun = isRun.replaceAll('object.', 'oldObject.');

/**
 * A run is written by the person whose name it has, and stays. That a closed one does not change is the API server's own
 * rule for immutable ConfigMaps; this rule keeps it from being deleted and written anew, or from losing its label.
 */
export function recordPolicy(chart: Chart, namespace: string): void {
  new ValidatingAdmissionPolicy(chart, 'policy', {
    metadata: { name: policyName },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE', 'DELETE'], resources: ['configmaps'] }],
      },
      matchConditions: [
        { name: 'a-run', expression: `request.operation == "CREATE" ? ${isRun} : ${wasRun}` },
        // Empties a namespace whose own deletion was approved.
        { name: 'not-the-namespace-controller', expression: 'request.userInfo.username != "system:serviceaccount:kube-system:namespace-controller"' },
      ],
      validations: [
        {
          // Whoever approves the deletion of a record annotates it, and is seldom the person whose name it has.
          expression:
            'request.operation == "DELETE" || request.operation == "UPDATE" && has(object.data) && has(oldObject.data) && object.data == oldObject.data || has(object.data) && "by" in object.data && object.data["by"] == request.userInfo.username',
          messageExpression: '"a run is recorded under the name of who does it, which is " + request.userInfo.username',
          message: 'a run is recorded under the name of who does it',
          reason: 'Forbidden',
        },
        { expression: `request.operation == "DELETE" || ${isRun}`, message: 'a run stays a run', reason: 'Forbidden' },
        {
          expression: `request.operation != "DELETE" || has(oldObject.metadata.annotations) && "${annotations.allowDelete}" in oldObject.metadata.annotations && oldObject.metadata.annotations["${annotations.allowDelete}"] == oldObject.metadata.name`,
          message: `a run is the record of who applied what: annotate it with ${annotations.allowDelete}: <its name> first`,
          reason: 'Forbidden',
        },
      ],
    },
  });
  new ValidatingAdmissionPolicyBinding(chart, 'policy-binding', { metadata: { name: policyName }, spec: { policyName, validationActions: ['Deny'] } });
}
