/** Three equal nodes, one for each zone, as the operator of Elastic runs them. */
import type { ElasticsearchProps } from '../../../../imports/elasticsearch.k8s.elastic.co';
import { cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { elasticsearchCpu, settingsOf } from '../../../../lib/model';
import { meshOptOut, priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { releaseOf } from '../release';
import { store } from '../names';
import { cloudToken, storageAccount } from './snapshots';
import { accountKey, dashboards, users, userSecret } from './users';

export const nodes = 3;

type Spec = NonNullable<ElasticsearchProps['spec']>;

export function elasticsearchSpec(context: Context): Spec {
  const { image, version } = releaseOf(context.versions.images.elasticsearch);
  const { storageGiB } = settingsOf(context.platform.logging, 'elk');
  return {
    image,
    version,
    auth: {
      disableElasticUser: true,
      fileRealm: [...Object.values(users).map(userSecret), dashboards.accessSecret].map((secretName) => ({ secretName })),
      roles: [{ secretName: dashboards.accessSecret }],
    },
    http: { tls: { certificate: { secretName: store.tlsSecret } } },
    // A person who deletes the object by mistake gets the volumes back with the next one of this name.
    volumeClaimDeletePolicy: 'DeleteOnScaledownOnly',
    updateStrategy: { changeBudget: { maxSurge: 0, maxUnavailable: 1 } },
    revisionHistoryLimit: 5,
    ...(storageAccount(context) === undefined ? {} : { secureSettings: [{ secretName: dashboards.accessSecret, entries: [{ key: accountKey }] }] }),
    // The operator's own disruption budget follows the health of the cluster: one node while it is green, none while it is not.
    nodeSets: [
      {
        name: store.nodeSet,
        count: nodes,
        // One node for each zone, and no shard beside its copy: the operator tells each node its zone.
        zoneAwareness: { topologyKey: 'topology.kubernetes.io/zone' },
        config: nodeConfig(context),
        podTemplate: podTemplate(context),
        volumeClaimTemplates: [
          {
            metadata: { name: 'elasticsearch-data' },
            spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClasses.data, resources: { requests: { storage: `${storageGiB}Gi` } } },
          },
        ] as NonNullable<Spec['nodeSets'][number]['volumeClaimTemplates']>, // plain data, as the API has it
      },
    ],
  };
}

const nodeConfig = ({ cluster }: Context): Readonly<Record<string, unknown>> => ({
  'node.roles': ['master', 'data_hot', 'data_content', 'ingest'],
  // Memory maps beyond the default of nodes need a sysctl, and so a privileged container or another node image. Reads cost a little more.
  'node.store.allow_mmap': false,
  // Nothing is fetched from outside: the way there is closed.
  'ingest.geoip.downloader.enabled': false,
  'xpack.ml.enabled': false,
  'action.destructive_requires_name': true,
  ...(cluster.provider === 'aws' ? { 's3.client.default.region': cluster.region } : {}),
});

function podTemplate(context: Context): Readonly<Record<string, unknown>> {
  const { memoryGiB } = settingsOf(context.platform.logging, 'elk');
  const identity = cloudIdentity(context, 'elasticsearch', store.labels);
  const token = cloudToken(context);
  return {
    metadata: { labels: { ...store.labels, ...identity.podLabels, ...meshOptOut(context.platform) } },
    spec: {
      serviceAccountName: identity.serviceAccount.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priorityClasses.database,
      securityContext: podSecurity,
      containers: [
        {
          name: 'elasticsearch',
          env: token.env,
          // The same memory asked for and allowed: the heap is half of it, and a node that is killed for want of memory costs a recovery.
          resources: { requests: { cpu: String(elasticsearchCpu(memoryGiB)), memory: `${memoryGiB}Gi` }, limits: { memory: `${memoryGiB}Gi` } },
          volumeMounts: token.volumeMounts,
        },
      ],
      volumes: token.volumes,
    },
  };
}

/** What Pod Security `restricted` asks of the pod; the operator hardens its containers and makes their root read-only. */
const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
} as const;
