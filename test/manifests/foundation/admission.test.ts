import type { Intents } from '../../../lib/components';
import { admission } from '../../../manifests/foundation/admission';
import { rendered, stub } from './rendered';

const space = (name: string, podSecurity: Intents['namespaces']['podSecurity']): Intents['namespaces'] => ({
  name,
  podSecurity,
  quota: { pods: 1, cpu: '1', memory: '1Gi' },
});
const subject = stub('subject', {
  provides: ['crds'],
  intents: {
    namespaces: [space('a', 'restricted'), space('agents', 'privileged'), space('istio-system', 'baseline'), space('istio-ingress', 'restricted')],
    secrets: [
      { namespace: 'a', name: 's', keys: { x: { from: 'store', id: 'grafana', property: 'client-secret' } } },
      { namespace: 'a', name: 'g', keys: { x: { from: 'generated', length: 20 } } },
    ],
  },
});
const render = (cluster: 'aws-euc1' | 'az-weu') => rendered(cluster, [admission, subject]);
const expressions = (cluster: 'aws-euc1' | 'az-weu', name: string) =>
  JSON.stringify(render(cluster).object('admission-policies', 'ValidatingAdmissionPolicy', name)['spec']);

describe('admission policies', () => {
  it('refuse when they cannot be evaluated, and are bound to deny and to be seen in the audit log', () => {
    const objects = render('aws-euc1').objects('admission-policies');
    const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual([
      'cluster-admins',
      'namespace-security',
      'pinned-images',
      'protected-deletes',
      'secret-access',
      'service-exposure',
      'target-group-bindings',
    ]);
    for (const policy of policies) {
      expect(policy).toMatchObject({ spec: { failurePolicy: 'Fail' } });
      const binding = objects.find(({ kind, metadata }) => kind === 'ValidatingAdmissionPolicyBinding' && metadata.name === policy.metadata.name);
      expect(binding).toMatchObject({ spec: { policyName: policy.metadata.name, validationActions: ['Deny', 'Audit'] } });
    }
  });

  it('let a namespace read only the secrets that it declared', () => {
    expect(expressions('aws-euc1', 'secret-access')).toContain('{\\"a\\": [\\"acme-db/aws-euc1/grafana\\"]}');
  });

  it('allow loose Pod Security only where a component stated it', () => {
    const text = expressions('aws-euc1', 'namespace-security');
    expect(text).toContain('== \\"baseline\\" && object.metadata.name in [\\"agents\\", \\"istio-system\\"]');
    expect(text).toContain('== \\"privileged\\" && object.metadata.name in [\\"agents\\"]');
  });

  it('allow load balancers only where the cloud needs one', () => {
    expect(expressions('az-weu', 'service-exposure')).toContain('object.metadata.namespace in [\\"istio-ingress\\"]');
    expect(expressions('aws-euc1', 'service-exposure')).toContain('object.metadata.namespace in []');
  });

  it('guard target groups on AWS only', () => {
    expect(expressions('aws-euc1', 'target-group-bindings')).toContain('object.metadata.namespace in [\\"istio-ingress\\", \\"observability\\"]');
    expect(() => expressions('az-weu', 'target-group-bindings')).toThrow('no ValidatingAdmissionPolicy');
  });

  it('protect what cannot be made again', () => {
    expect(render('aws-euc1').object('admission-policies', 'ValidatingAdmissionPolicy', 'protected-deletes')).toMatchObject({
      spec: {
        matchConstraints: {
          resourceRules: expect.arrayContaining([
            expect.objectContaining({ apiGroups: ['postgresql.cnpg.io'], operations: ['DELETE'] }),
            expect.objectContaining({ resources: ['customresourcedefinitions'] }),
          ]),
        },
      },
    });
  });

  it('leave the namespaces of the cloud alone', () => {
    expect(expressions('az-weu', 'pinned-images')).toContain('gatekeeper-system');
  });
});
