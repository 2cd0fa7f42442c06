/** The login part of the example platform, with two components of other options that log in by themselves. */
import type { OutputShape } from './shape';
import { loginComponents } from '../../../../../manifests/security/istio-keycloak/login';
import { postgres } from '../../../../../manifests/foundation/postgres';
import type { Factory } from '../../../../../manifests/context';
import { platformOf, rendered, stub, type Rendered } from '../../../foundation/rendered';

export { platformOf };
export type { OutputShape };

const around = stub('around', {
  provides: [
    'crds',
    'namespaces',
    'priority-classes',
    'storage',
    'secrets',
    'internal-certificates',
    'certificate-controller',
    'mesh-network',
    'mesh-control-plane',
  ],
});

/** Argo CD and Grafana as they state themselves: logged in by the service itself, under a host of their own in each cluster. */
const selfLogins: Factory = ({ names, platform }) => {
  const roles = [platform.security.roles.admin, platform.security.roles.viewer];
  const ui = (id: 'argocd' | 'grafana') => ({
    id,
    title: id,
    host: names.uiHost(id),
    service: { namespace: id, name: id, port: 80, targetPort: 8080, pods: { app: id } },
    access: { kind: 'login' as const, roles },
    login: 'self' as const,
  });
  return stub('self-logins', {
    intents: {
      endpoints: [ui('argocd'), ui('grafana')],
      oidcClients: [
        {
          clientId: 'argocd',
          title: 'Argo CD',
          kind: 'public',
          redirectUris: [`https://${names.uiHost('argocd')}/auth/callback`, 'http://localhost:8085/auth/callback'],
          roles,
        },
        {
          clientId: 'grafana',
          title: 'Grafana',
          kind: 'confidential',
          secretId: 'grafana',
          redirectUris: [`https://${names.uiHost('grafana')}/login/generic_oauth`],
          roles,
        },
      ],
    },
  })({ names, platform } as Parameters<Factory>[0]); // a stub reads nothing of its context
};

export const example = (cluster: 'aws-euc1' | 'az-weu', platform = platformOf()): Rendered =>
  rendered(cluster, [around, selfLogins, ...postgres, ...loginComponents], platform);

/** The realm that the sync applies. */
export function syncedRealm(cluster: 'aws-euc1' | 'az-weu', platform = platformOf()): OutputShape {
  const config = example(cluster, platform)
    .objects('keycloak-realm-sync')
    .find(({ kind }) => kind === 'ConfigMap');
  return JSON.parse((config as unknown as { data: Record<string, string> }).data['20-realm.json'] ?? '') as OutputShape; // our own ConfigMap
}
