/** Two replicas with volumes of their own. */
import type { Container, StatefulSetProps } from '../../../../imports/k8s';
import { restrictedContainer } from '../../../../lib/constructs/pods';
import { meshOptOut, onNodes, onZones, priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { users, userSecret } from '../elasticsearch/users';
import { exporterContainer } from '../json-metrics';
import { logstash } from '../names';
import { apiPort } from './metrics';
import { passwordVariable, tlsFolder } from './pipelines';
import { queueGiB } from './queues';
import { dataFolder } from './settings';

export const configName = 'logstash';
export const tlsSecret = 'logstash-tls';

const bin = '/usr/share/logstash/bin/logstash';
/** Takes the certificate as it is now along: when the mounted one is another, the process has an old one. */
const start = `cp ${tlsFolder}/tls.crt /tmp/tls.crt && exec ${bin}`;
/** Logstash reads certificates when it starts. It lets go of its queue in order, so that a restart costs a minute. */
const alive = `cmp -s ${tlsFolder}/tls.crt /tmp/tls.crt && curl -sf --max-time 4 http://localhost:${apiPort}/ >/dev/null`;

const container = ({ versions }: Context): Container => ({
  name: 'logstash',
  image: versions.images.logstash,
  // Not the entry point of the image: it would rewrite a configuration that it cannot write.
  command: ['/bin/bash', '-c', start],
  env: [
    { name: 'LS_JAVA_OPTS', value: '-Xms1g -Xmx1g' },
    { name: passwordVariable, valueFrom: { secretKeyRef: { name: userSecret(users.writer), key: 'password' } } },
  ],
  ports: [{ name: 'beats', containerPort: logstash.port, protocol: 'TCP' }],
  // Heap, queues that are mapped into memory, and the rest of the virtual machine.
  resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
  securityContext: restrictedContainer,
  startupProbe: { tcpSocket: { port: 'beats' }, periodSeconds: 10, failureThreshold: 30 },
  readinessProbe: { tcpSocket: { port: 'beats' }, periodSeconds: 10, failureThreshold: 3 },
  livenessProbe: { exec: { command: ['/bin/bash', '-c', alive] }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 4 },
  volumeMounts: [
    ...['logstash.yml', 'pipelines.yml'].map((file) => ({ name: 'config', mountPath: `/usr/share/logstash/config/${file}`, subPath: file, readOnly: true })),
    { name: 'tls', mountPath: tlsFolder, readOnly: true },
    { name: 'data', mountPath: dataFolder },
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'logs', mountPath: '/usr/share/logstash/logs' },
  ],
});

type VolumeClaims = NonNullable<NonNullable<StatefulSetProps['spec']>['volumeClaimTemplates']>;

export function logstashSpec(context: Context, checksum: string): NonNullable<StatefulSetProps['spec']> {
  const dataClaim = {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClasses.standard,
      resources: { requests: { storage: `${queueGiB(context.platform)}Gi` } },
    },
  };
  return {
    serviceName: logstash.name,
    replicas: logstash.replicas,
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    minReadySeconds: 10,
    // Volumes hold lines that nobody else has.
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: logstash.labels },
    template: {
      metadata: { labels: { ...logstash.labels, ...meshOptOut(context.platform) }, annotations: { 'dbaas/config': checksum } },
      spec: {
        serviceAccountName: logstash.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName: priorityClasses.services,
        terminationGracePeriodSeconds: 120,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 1000,
          fsGroup: 1000,
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        topologySpreadConstraints: [onZones(logstash.labels), onNodes(logstash.labels)],
        containers: [container(context), exporterContainer(context, 'config')],
        volumes: [
          { name: 'config', configMap: { name: configName } },
          { name: 'tls', secret: { secretName: tlsSecret, defaultMode: 0o440 } },
          { name: 'tmp', emptyDir: { sizeLimit: '512Mi' } },
          { name: 'logs', emptyDir: { sizeLimit: '256Mi' } },
        ],
      },
    },
    volumeClaimTemplates: [dataClaim] as unknown as VolumeClaims, // the binding names the construct where the API has plain data
  };
}
