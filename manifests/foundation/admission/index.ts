/** Admission policies in the API server: what no component of the platform does and nobody else should. */
import { admissionRule } from '../../../lib/constructs/admission-rule';
import { exposedIn, loadBalancersIn, namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { cloudNamespaces, clusterAdmins, keptKinds, namespaceSecurity, pinnedImages, protectedDeletes, serviceExposure, targetGroupBindings } from './rules';
import { secretAccess, storeKeys } from './secret-access';

/**
 * Needs the definitions: a policy for a kind that is not served yet is accepted, but its types are never checked.
 * Pod Security itself is the API server's own plugin, driven by the labels of namespaces.
 */
export const admission: Factory = ({ platform, cluster, names }) => ({
  name: 'admission-policies',
  summary: 'Validating admission policies: pinned images, protected deletes, no way in past the gateway, secrets by namespace',
  namespace: namespaces.system,
  needs: ['crds'],
  provides: ['admission-policies'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const exempt = cloudNamespaces[cluster.provider];
      const tenants = Object.keys(platform.tenants).length > 0;
      const stated = wiring.all('namespaces');
      const named = (level: 'baseline' | 'privileged') => stated.filter(({ podSecurity }) => podSecurity === level).map(({ name }) => name);
      admissionRule(chart, pinnedImages(exempt));
      admissionRule(chart, protectedDeletes(keptKinds(platform)));
      admissionRule(chart, namespaceSecurity(exempt, { baseline: named('baseline'), privileged: named('privileged') }));
      admissionRule(
        chart,
        serviceExposure(
          exempt,
          stated.filter((namespace) => loadBalancersIn(platform, cluster, namespace) > 0).map(({ name }) => name),
          tenants,
        ),
      );
      if (cluster.provider === 'aws') admissionRule(chart, targetGroupBindings(exposedIn(platform, stated), tenants));
      admissionRule(chart, clusterAdmins);
      admissionRule(chart, secretAccess(storeKeys(wiring.all('secrets'), names)));
    },
  },
  intents: { rules: [refusalRules] },
});

const refusalRules = {
  group: 'admission',
  alerts: [
    {
      alert: 'AdmissionPolicyErrors',
      // An ordinary refusal counts as `invalid_error`: only these two types mean that the policy itself is broken.
      expr: 'sum by (policy) (rate(apiserver_validating_admission_policy_check_total{error_type=~"compile_error|out_of_budget"}[10m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Admission policy {{ $labels.policy }} cannot be evaluated',
      description:
        'Its expressions do not compile or cost too much, so that every request it looks at is refused. `kubectl get validatingadmissionpolicy {{ $labels.policy }} -o yaml` shows type errors in its status; git revert the commit that changed it.',
    },
  ],
} as const;
