import type { KibanaProps } from '../../../../imports/kibana.k8s.elastic.co';
import { meshBypass, onNodes, onZones, priorityClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { users, userSecret } from '../elasticsearch/users';
import { kibana, store } from '../names';
import { releaseOf } from '../release';

/** Provider of logins for those whom the gateway has let in: everybody is one user, who may only look. */
const viewers = 'xpack.security.authc.providers.anonymous.viewers';

export function kibanaSpec(context: Context): NonNullable<KibanaProps['spec']> {
  const { image, version } = releaseOf(context.versions.images.kibana);
  return {
    image,
    version,
    count: 2,
    elasticsearchRef: { name: store.name },
    // The gateway speaks HTTP to pods; where there is a mesh, their proxies encrypt it.
    http: { tls: { selfSignedCertificate: { disabled: true } } },
    config: settings(context),
    secureSettings: [{ secretName: userSecret(users.viewer), entries: [{ key: 'password', path: `${viewers}.credentials.password` }] }],
    revisionHistoryLimit: 5,
    podTemplate: podTemplate(context),
  };
}

const settings = ({ names }: Context): Readonly<Record<string, unknown>> => ({
  'server.publicBaseUrl': `https://${names.uiHost('kibana')}`,
  // A page with two ways in: look around at once, or log in as administrator.
  'xpack.security.authc.selector.enabled': true,
  [`${viewers}.order`]: 0,
  [`${viewers}.description`]: 'Look at logs',
  [`${viewers}.credentials.username`]: users.viewer.name,
  'xpack.security.authc.providers.basic.administrators.order': 1,
  'xpack.security.authc.providers.basic.administrators.description': 'Administer',
  'xpack.security.session.idleTimeout': '1h',
  'xpack.security.session.lifespan': '12h',
  // Nothing is fetched from outside, nothing is told to anybody: the way there is closed.
  'xpack.fleet.isAirGapped': true,
  'map.includeElasticMapsService': false,
  'newsfeed.enabled': false,
  'telemetry.optIn': false,
  'telemetry.allowChangingOptInStatus': false,
});

const podTemplate = ({ platform }: Context): Readonly<Record<string, unknown>> => ({
  metadata: {
    labels: kibana.labels,
    // Kibana speaks TLS to Elasticsearch, which is outside the mesh.
    annotations: meshBypass(platform, [store.port]),
  },
  spec: {
    serviceAccountName: kibana.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: priorityClasses.services,
    securityContext: { runAsNonRoot: true, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints: [onZones(kibana.labels), onNodes(kibana.labels)],
    // 1 GiB is too little for version 9: three quarters of it are heap, and the plugins do not start in the rest.
    containers: [{ name: 'kibana', resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } } }],
  },
});
