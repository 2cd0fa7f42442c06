/** The MariaDB object: instances, who follows whom, certificates, Services, metrics. */
import type { Chart } from 'cdk8s';
import { MariaDB, type MariaDBProps } from '../../../imports/k8s.mariadb.com';
import { resources } from '../../../lib/constructs/pods';
import { instancesOf, mariadbAgent, mariadbBackup, mariadbExporter, mariadbVolumeGiB, mebibytes } from '../../../lib/model';
import { databaseHost, databaseHostIn, meshOptOut, priorityClasses, storageClasses, tenantServiceAccount } from '../../../lib/names';
import { databaseLabels } from '../context';
import { objectName, passwordSecret } from '../credentials';
import { loadBalancer } from '../endpoint';
import { allowDelete } from '../protection';
import { myCnf } from './my-cnf';
import { cloudLabels, containerSecurity, mariadbPort, podSecurity, readOnlyContainer } from './pods';
import { archiveName, replicaBackupName } from './store';
import type { MariadbContext } from '.';

type Spec = MariaDBProps['spec'];

/** Service that leads to the instance that takes writes: with one instance there is no other. */
export const writeService = ({ database: { name, topology } }: MariadbContext): string => (topology === 'ha' ? `${name}-primary` : name);

export const rootSecret = ({ database }: MariadbContext): string => objectName(database.name, 'root');

export function server(chart: Chart, context: MariadbContext): void {
  const { database } = context;
  passwordSecret(chart, context, rootSecret(context), 'root');
  new MariaDB(chart, `${database.name}-server`, {
    metadata: { name: database.name, labels: databaseLabels(context), ...allowDelete(context, database.name) },
    spec: {
      ...instances(context),
      ...pods(context),
      ...(database.topology === 'ha' ? replicated(context) : {}),
      ...services(context),
      metrics: metrics(context),
    },
  });
}

function instances(context: MariadbContext): Pick<Spec, 'image' | 'replicas' | 'storage'> & Partial<Spec> {
  const { database, plan, platform, tenant, cluster, versions } = context;
  return {
    image: versions.images.mariadb,
    imagePullPolicy: 'IfNotPresent',
    replicas: instancesOf(database),
    port: mariadbPort,
    rootPasswordSecretKeyRef: { name: rootSecret(context), key: 'password', generate: false },
    myCnf: myCnf(context),
    storage: {
      size: `${mariadbVolumeGiB(plan, database)}Gi`,
      storageClassName: storageClasses.data,
      resizeInUseVolumes: true,
      waitForVolumeResize: true,
      pvcRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    },
    tls: {
      enabled: true,
      required: true,
      serverCertAdditionalNames: [databaseHost(platform, tenant.name, database.name), databaseHostIn(platform, cluster, tenant.name, database.name)],
    },
    // With a window nothing restarts by itself: a person deletes the pods in it, replicas first. Pods follow a new operator by git only.
    updateStrategy: { type: database.maintenance.window ? 'OnDelete' : 'ReplicasFirstPrimaryLast', autoUpdateDataPlane: false },
  };
}

function pods(context: MariadbContext): Partial<Spec> {
  const { database, plan, platform } = context;
  return {
    serviceAccountName: tenantServiceAccount,
    inheritMetadata: { labels: { ...databaseLabels(context), ...meshOptOut(platform) } },
    podMetadata: { labels: cloudLabels(context) },
    priorityClassName: priorityClasses.database,
    resources: resources(plan.cpu, `${mebibytes(plan.memory)}Mi`),
    podSecurityContext: { ...podSecurity },
    securityContext: { ...containerSecurity },
    terminationGracePeriodSeconds: 300,
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': database.name } },
            topologyKey: 'topology.kubernetes.io/zone',
          },
        ],
      },
    },
  };
}

/** One primary, two replicas. Not said here: who is the primary, which the operator writes into the object itself after a failover. */
function replicated(context: MariadbContext): Partial<Spec> {
  const { versions } = context;
  const image = versions.images.mariadbOperator;
  const size = resources(`${mariadbAgent.cpu}m`, `${mariadbAgent.memory}Mi`);
  return {
    podDisruptionBudget: { maxUnavailable: 1 },
    pointInTimeRecoveryRef: { name: archiveName(context) },
    replication: {
      enabled: true,
      gtidStrictMode: true,
      // A commit is seen by others once a replica has it; after ten seconds without an answer it is made without one.
      semiSyncEnabled: true,
      semiSyncWaitPoint: 'AfterSync',
      semiSyncAckTimeout: '10s',
      syncBinlog: 1,
      primary: { autoFailover: true, autoFailoverDelay: '0s' },
      replica: {
        gtid: 'CurrentPos',
        // The default of none takes a replica out at each slow statement, and with it the chance to fail over.
        maxLagSeconds: 30,
        syncTimeout: '30s',
        bootstrapFrom: {
          physicalBackupTemplateRef: { name: replicaBackupName(context) },
          restoreJob: { resources: resources(`${mariadbBackup.cpu}m`, `${mariadbBackup.memory}Mi`) },
        },
        recovery: { enabled: true, errorDurationThreshold: '5m' },
      },
      // Not by tokens of the operator: each server would get the right to have tokens of the whole cluster reviewed.
      agent: { image, imagePullPolicy: 'IfNotPresent', basicAuth: { enabled: true }, resources: size, securityContext: { ...readOnlyContainer } },
      initContainer: { image, imagePullPolicy: 'IfNotPresent', resources: size, securityContext: { ...readOnlyContainer } },
      standaloneProbes: false,
    },
  };
}

/** On AKS the Service that leads to the primary is the load balancer of the endpoint. */
function services(context: MariadbContext): Pick<Spec, 'service' | 'primaryService'> {
  const balancer = loadBalancer(context);
  if (!balancer) return {};
  const template = { ...balancer.spec, metadata: { annotations: balancer.annotations } };
  return context.database.topology === 'ha' ? { primaryService: template } : { service: template };
}

/** One pod for each server asks its instances; the operator states what of it is scraped. */
const metrics = ({ versions }: MariadbContext): NonNullable<Spec['metrics']> => ({
  enabled: true,
  exporter: {
    image: versions.images.mysqldExporter,
    imagePullPolicy: 'IfNotPresent',
    port: 9104,
    resources: resources(`${mariadbExporter.cpu}m`, `${mariadbExporter.memory}Mi`),
    priorityClassName: priorityClasses.services,
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: { ...readOnlyContainer },
  },
  serviceMonitor: { interval: '30s', scrapeTimeout: '20s' },
});
