/** Keycloak as its operator would run it, and its administration by the account of the generated realm sync. */
import type { KubeObject } from '../../../lib/components';
import type { Pod, Variable } from './node/spec';
import { one } from './objects';

interface KeycloakResource extends KubeObject {
  readonly spec: {
    readonly image: string;
    readonly hostname: { readonly hostname: string; readonly admin: string; readonly strict: boolean; readonly backchannelDynamic: boolean };
    readonly proxy: { readonly headers: string };
    readonly http: { readonly httpEnabled: boolean; readonly httpPort: number };
    readonly httpManagement: { readonly port: number };
    readonly bootstrapAdmin: { readonly user: { readonly secret: string }; readonly service: { readonly secret: string } };
    readonly additionalOptions: readonly { readonly name: string; readonly value: string }[];
    readonly unsupported: { readonly podTemplate: { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } } };
  };
}
interface RealmImport extends KubeObject {
  readonly spec: {
    readonly realm: { readonly realm: string };
    readonly placeholders: Readonly<Record<string, { readonly secret: { readonly name: string; readonly key: string } }>>;
  };
}

const labels = {
  app: 'keycloak',
  'app.kubernetes.io/instance': 'keycloak',
  'app.kubernetes.io/managed-by': 'keycloak-operator',
  'app.kubernetes.io/component': 'server',
};

/** Options that Keycloak takes when it is built, not when it starts. */
const built = new Set(['event-metrics-user-enabled', 'features', 'health-enabled', 'metrics-enabled']);
/** Options of the database in production. */
const left = new Set(['db-url-properties']);

/** Arguments for the build of Keycloak that the generated resource asks for; a database in a file and no neighbours. */
export const buildOptions = (cluster: string): readonly string[] => [
  '--db=dev-file',
  '--cache=local',
  ...one<KeycloakResource>(cluster, 'keycloak', 'Keycloak')
    .spec.additionalOptions.filter(({ name }) => built.has(name))
    .map(({ name, value }) => `--${name}=${value}`),
];

/**
 * The pod that the operator makes from the resource, with the realm to import. Service and realm are mounted and
 * named as by the operator; placeholders of the realm are variables.
 */
export function keycloakObjects(cluster: string): { readonly pod: Pod; readonly service: KubeObject; readonly realm: KubeObject } {
  const { spec, metadata } = one<KeycloakResource>(cluster, 'keycloak', 'Keycloak');
  const realm = one<RealmImport>(cluster, 'keycloak-realm', 'KeycloakRealmImport').spec;
  const { namespace = '' } = metadata;
  const flag = (name: string, value: string | number | boolean) => `--${name}=${value}`;
  const from = (name: string, secretName: string, key: string): Variable => ({ name, valueFrom: { secretKeyRef: { name: secretName, key } } });
  const args = [
    ...['start', '--optimized', '--import-realm'],
    flag('hostname', spec.hostname.hostname),
    flag('hostname-admin', spec.hostname.admin),
    flag('hostname-strict', spec.hostname.strict),
    flag('hostname-backchannel-dynamic', spec.hostname.backchannelDynamic),
    flag('proxy-headers', spec.proxy.headers),
    flag('http-enabled', spec.http.httpEnabled),
    flag('http-port', spec.http.httpPort),
    flag('http-management-port', spec.httpManagement.port),
    ...spec.additionalOptions.filter(({ name }) => !left.has(name) && !built.has(name)).map(({ name, value }) => flag(name, value)),
  ];
  const env = [
    { name: 'JAVA_OPTS_APPEND', value: '-XX:TieredStopAtLevel=1' },
    from('KC_BOOTSTRAP_ADMIN_USERNAME', spec.bootstrapAdmin.user.secret, 'username'),
    from('KC_BOOTSTRAP_ADMIN_PASSWORD', spec.bootstrapAdmin.user.secret, 'password'),
    from('KC_BOOTSTRAP_ADMIN_CLIENT_ID', spec.bootstrapAdmin.service.secret, 'client-id'),
    from('KC_BOOTSTRAP_ADMIN_CLIENT_SECRET', spec.bootstrapAdmin.service.secret, 'client-secret'),
    ...Object.entries(realm.placeholders).map(([name, { secret }]) => from(name, secret.name, secret.key)),
  ];
  return {
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'keycloak-service', namespace },
      spec: {
        selector: labels,
        ports: [
          { name: 'http', port: spec.http.httpPort },
          { name: 'management', port: spec.httpManagement.port },
        ],
      },
    },
    realm: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'realm', namespace }, data: { 'realm.json': JSON.stringify(realm.realm) } },
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'keycloak-0', namespace, labels, annotations: spec.unsupported.podTemplate.metadata.annotations },
      spec: {
        nodeName: 'node',
        containers: [
          {
            name: 'keycloak',
            image: spec.image,
            args,
            env,
            ports: [
              { name: 'http', containerPort: spec.http.httpPort },
              { name: 'management', containerPort: spec.httpManagement.port },
            ],
            volumeMounts: [{ name: 'realm', mountPath: '/opt/keycloak/data/import' }],
            readinessProbe: { httpGet: { path: '/health/ready', port: spec.httpManagement.port } },
            securityContext: {
              allowPrivilegeEscalation: false,
              runAsNonRoot: true,
              runAsUser: 1000,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            } as object,
          },
        ],
        volumes: [{ name: 'realm', configMap: { name: 'realm' } }],
      },
    },
  };
}
