import { example } from './example';

interface Pods {
  readonly spec: {
    readonly template: { readonly spec: { readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number; readonly fsGroup: number } } };
  };
}

describe('pods of the login', () => {
  it.each([
    ['login-proxy', 'Deployment', 'oauth2-proxy'],
    ['sessions', 'StatefulSet', 'valkey'],
  ])('of %s run as a user and a group that no node has', (component, kind, name) => {
    const { runAsUser, runAsGroup, fsGroup } = (example('aws-euc1').object(component, kind, name) as unknown as Pods).spec.template.spec.securityContext;
    for (const id of [runAsUser, runAsGroup, fsGroup]) expect(id).toBeGreaterThan(10000);
  });
});
