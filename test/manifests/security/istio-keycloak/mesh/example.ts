/** The mesh of the example platform, with stand-ins for what other options bring. */
import type { ComponentIntents } from '../../../../../lib/components';
import type { Platform } from '../../../../../lib/model';
import { identityServer, namespaces } from '../../../../../lib/names';
import type { Factory } from '../../../../../manifests/context';
import { meshComponents } from '../../../../../manifests/security/istio-keycloak/mesh';
import { workloadFactories } from '../../../../../manifests/workloads';
import { platformOf, rendered, type Rendered } from '../../../foundation/rendered';

const quota = { pods: 1, cpu: '1', memory: '1Gi' };

const surroundings =
  (intents: ComponentIntents): Factory =>
  ({ names }) => ({
    name: 'surroundings',
    summary: 'stands in for other options',
    namespace: 'default',
    needs: [],
    provides: ['crds', 'namespaces', 'priority-classes', 'admission-policies', 'secrets', 'certificates', 'identity', 'login-proxy', 'load-balancer-targets'],
    content: { kind: 'manifests', build: () => undefined },
    intents: {
      ...intents,
      namespaces: [
        { name: namespaces.identity, podSecurity: 'restricted', mesh: true, quota },
        { name: namespaces.login, podSecurity: 'restricted', mesh: true, quota },
        ...(intents.namespaces ?? []),
      ],
      endpoints: [
        ...(names.isActive()
          ? [
              {
                id: 'id',
                title: 'Login',
                host: names.identityHost(),
                service: keycloak,
                access: { kind: 'public' as const },
                paths: ['/realms/acme-db/', '/robots.txt'],
              },
            ]
          : []),
        {
          id: 'argocd',
          title: 'Argo CD',
          host: names.uiHost('argocd'),
          service: outside,
          access: { kind: 'login', roles: ['platform-admin'] },
          login: 'self',
          timeoutSeconds: 0,
        },
        ...(intents.endpoints ?? []),
      ],
    },
  });

const keycloak = {
  namespace: namespaces.identity,
  name: identityServer.service,
  port: identityServer.port,
  targetPort: identityServer.port,
  pods: identityServer.pods,
};
const outside = { namespace: 'argocd', name: 'argocd-server', port: 80, targetPort: 8080, pods: { app: 'argocd-server' } };

export const mesh = (cluster: 'aws-euc1' | 'az-weu' = 'aws-euc1', intents: ComponentIntents = {}, platform: Platform = platformOf()): Rendered =>
  rendered(cluster, [surroundings(intents), ...meshComponents, ...workloadFactories(platform)], platform);

export const joinedPlatform = (): Platform => platformOf((yaml) => yaml.replace('use: istio-keycloak', 'use: istio-keycloak\n  meshes: joined'));

/** Matchers of jest, without its `any`. */
export const containing = (...items: readonly unknown[]): unknown => expect.arrayContaining([...items]);
export const having = (fields: object): unknown => expect.objectContaining(fields);
