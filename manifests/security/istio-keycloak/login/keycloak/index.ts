/** Keycloak: its operator, and the servers that it runs. */
import { Keycloak } from '../../../../../imports/k8s.keycloak.org';
import { PodDisruptionBudget } from '../../../../../imports/k8s';
import type { ComponentIntents, PodPeer } from '../../../../../lib/components';
import { identityServer, keycloakAdminHost, realmName, namespaces } from '../../../../../lib/names';
import type { Context, Factory } from '../../../../context';
import { realmSecrets, smtpOf } from '../realm/secrets';
import { keycloakDashboard } from './dashboard';
import { adminSecret, clusterPorts, keycloakSpec } from './resource';
import { keycloakRules, operatorRules } from './rules';

const namespace = namespaces.identity;
const servers: PodPeer = { namespace, pods: identityServer.pods };
/** The same pods on ports that the sidecar leaves alone. */
const besideTheMesh: PodPeer = { ...servers, sidecar: false };
const operator: PodPeer = { namespace, pods: { 'app.kubernetes.io/name': 'keycloak-operator' } };

/**
 * As it ships: its manifests name this namespace, and bring requests, limits and a restricted security context. One
 * replica; while it is gone, servers keep running and only changes wait.
 */
export const keycloakOperator: Factory = (context) => ({
  name: 'keycloak-operator',
  summary: 'Runs and updates Keycloak as its custom resource says',
  namespace,
  needs: ['crds', 'namespaces'],
  // Its pod has no toleration for the system nodes.
  after: ['node-autoscaling'],
  provides: ['identity-operator'],
  content: { kind: 'git', sources: [{ ...context.versions.git.keycloakOperator }] },
  intents: {
    flows: [{ from: operator, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'Kubernetes API' }],
    rules: operatorRules,
  },
});

/** The standby has the resource with no server: the switch changes one number. People log in at the active cluster meanwhile. */
export const keycloak: Factory = (context) => ({
  name: 'keycloak',
  summary: context.names.isActive() ? 'Keycloak: people and programs log in here' : 'Keycloak, standby: no server until this cluster becomes the active one',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'secrets', 'mesh-network', 'mesh-control-plane', 'identity-operator', 'identity-database'],
  after: ['node-autoscaling'],
  provides: ['identity-server', ...(context.names.isActive() ? [] : (['identity-realm', 'identity'] as const))],
  content: {
    kind: 'manifests',
    build(chart) {
      new Keycloak(chart, 'keycloak', { metadata: { name: 'keycloak' }, spec: keycloakSpec(context) });
      new PodDisruptionBudget(chart, 'budget', { metadata: { name: 'keycloak' }, spec: { maxUnavailable: 1, selector: { matchLabels: identityServer.pods } } });
    },
  },
  intents: { secrets: keycloakSecrets(context), ...(context.names.isActive() ? serving(context) : {}) },
});

const keycloakSecrets = ({ platform }: Context): NonNullable<ComponentIntents['secrets']> => [
  {
    namespace,
    name: adminSecret,
    keys: { username: { from: 'store', id: 'keycloak-admin', property: 'username' }, password: { from: 'store', id: 'keycloak-admin', property: 'password' } },
  },
  ...realmSecrets(platform),
];

const serving = ({ platform, names }: Context): ComponentIntents => ({
  flows: [{ from: besideTheMesh, to: besideTheMesh, ports: clusterPorts.map((port) => ({ port })), why: 'caches of the servers, encrypted by JGroups itself' }],
  endpoints: endpoints(names, platform),
  ...mailFlows(smtpOf(platform)),
  scrapes: [{ name: 'keycloak', namespace, kind: 'pods', selector: identityServer.pods, port: 'management', targetPort: identityServer.managementPort }],
  rules: keycloakRules(realmName(platform)),
  dashboards: [keycloakDashboard],
});

const mailFlows = (smtp: ReturnType<typeof smtpOf>): ComponentIntents =>
  smtp ? { egressHosts: [{ from: servers, hosts: [smtp.host], port: smtp.port, protocol: 'TCP', why: 'account mails, STARTTLS' }] } : {};

function endpoints(names: Context['names'], platform: Context['platform']): NonNullable<ComponentIntents['endpoints']> {
  const realm = realmName(platform);
  const service = { namespace, name: identityServer.service, port: identityServer.port, targetPort: identityServer.port, pods: identityServer.pods };
  return [
    {
      id: 'id',
      title: 'Login',
      host: names.identityHost(),
      service,
      access: { kind: 'public' },
      // Our realm alone: administrators of the server (realm master) log in on the host below.
      paths: [`/realms/${realm}/`, '/resources/', '/robots.txt'],
      healthPath: `/realms/${realm}/.well-known/openid-configuration`,
      timeoutSeconds: 30,
    },
    {
      id: 'id-admin',
      title: 'Keycloak administration',
      host: keycloakAdminHost(platform),
      service,
      access: { kind: 'login', roles: [platform.security.roles.admin] },
      // Not by the login proxy: whoever repairs the realm cannot be asked to log in with it first.
      login: 'self',
      paths: ['/admin/', '/realms/master/', '/resources/'],
      timeoutSeconds: 60,
    },
  ];
}
