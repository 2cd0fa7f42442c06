/** The Keycloak custom resource: three servers where the platform's logins live, none in the standby. */
import type { KeycloakProps } from '../../../../../imports/k8s.keycloak.org';
import { identityServer, keycloakAdminHost, priorityClasses } from '../../../../../lib/names';
import type { Context } from '../../../../context';
import { database } from '../database';
import { clientSecrets } from '../realm/secrets';

type Spec = NonNullable<KeycloakProps['spec']>;

export const adminSecret = 'keycloak-admin';
const poolSize = 25;
const databaseCa = '/mnt/database-ca';

/** Ports of JGroups: data, and failure detection. */
export const clusterPorts = [7800, 57800] as const;

export function keycloakSpec({ platform, names, versions }: Context): Spec {
  return {
    // Zero in the standby: its database is read-only until the switch (docs/runbooks/identity-switch.md).
    instances: names.isActive() ? 3 : 0,
    image: versions.images.keycloak,
    // The stock image is built for no database in particular: each server builds itself at start, half a minute longer.
    startOptimized: false,
    db: {
      vendor: 'postgres',
      host: database.host,
      port: database.port,
      database: database.name,
      usernameSecret: { name: database.ownerSecret, key: 'username' },
      passwordSecret: { name: database.ownerSecret, key: 'password' },
      poolInitialSize: poolSize,
      poolMinSize: poolSize,
      poolMaxSize: poolSize,
    },
    // TLS ends at the gateway; from there on the mesh encrypts.
    http: { httpEnabled: true, httpPort: identityServer.port },
    hostname: { hostname: `https://${names.identityHost()}`, admin: `https://${keycloakAdminHost(platform)}`, strict: true, backchannelDynamic: true },
    proxy: { headers: 'xforwarded' },
    httpManagement: { port: identityServer.managementPort },
    ingress: { enabled: false },
    networkPolicy: { enabled: false },
    serviceMonitor: { enabled: false, interval: '30s', scrapeTimeout: '10s' },
    bootstrapAdmin: { user: { secret: adminSecret }, service: { secret: clientSecrets.syncSecret } },
    resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
    scheduling: { priorityClassName: priorityClasses.services, topologySpreadConstraints: spreadServers() },
    // Rolls where two versions may run side by side, and stops everything where they may not.
    update: { strategy: 'Auto' },
    additionalOptions: additionalOptions(),
    unsupported: { podTemplate: podTemplate() },
  };
}

const additionalOptions = (): NonNullable<Spec['additionalOptions']> => [
  { name: 'db-url-properties', value: `?sslmode=verify-full&sslrootcert=${databaseCa}/ca.crt` },
  { name: 'event-metrics-user-enabled', value: 'true' },
  { name: 'health-enabled', value: 'true' },
  { name: 'http-max-queued-requests', value: '1000' },
  { name: 'http-metrics-slos', value: '100,250,500,1000,2500' },
  { name: 'log-console-output', value: 'json' },
  { name: 'metrics-enabled', value: 'true' },
  // Everything arrives through the pod's own sidecar; forwarded headers from elsewhere are not believed.
  { name: 'proxy-trusted-addresses', value: '127.0.0.6' },
];

function spreadServers() {
  const labelSelector = { matchLabels: { ...identityServer.pods, 'app.kubernetes.io/component': 'server' } };
  return [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
  ];
}

/** What the operator has no field for. Its jobs (import, update check) are made from the same template. */
function podTemplate(): NonNullable<NonNullable<Spec['unsupported']>['podTemplate']> {
  const excluded = clusterPorts.join(',');
  return {
    metadata: {
      annotations: {
        // JGroups encrypts by itself and breaks inside the mesh's encryption (JGRP000006); so does the database.
        'traffic.sidecar.istio.io/excludeInboundPorts': excluded,
        'traffic.sidecar.istio.io/excludeOutboundPorts': `${database.port},${excluded}`,
      },
    },
    spec: {
      terminationGracePeriodSeconds: 60,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          // Not read-only: building itself at start, Keycloak writes below /opt/keycloak.
          securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
          volumeMounts: [{ name: 'database-ca', mountPath: databaseCa, readOnly: true }],
        },
      ],
      volumes: [{ name: 'database-ca', secret: { secretName: database.caSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }],
    },
  };
}
