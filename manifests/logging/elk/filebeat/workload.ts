/** An agent on every node, with the rights of a reader of its files. */
import type { DaemonSetProps } from '../../../../imports/k8s';
import { namespaces } from '../../../../lib/names';
import type { Context } from '../../../context';
import { beatTlsFolder } from '../beats';
import { exporterContainer } from '../json-metrics';
import { dataFolder, statePort } from './config';

export const filebeat = { name: 'filebeat', namespace: namespaces.agents, labels: { 'app.kubernetes.io/name': 'filebeat' } } as const;

export const filebeatSpec = (context: Context, checksum: string): NonNullable<DaemonSetProps['spec']> => ({
  selector: { matchLabels: filebeat.labels },
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
  template: {
    metadata: { labels: filebeat.labels, annotations: { 'dbaas/config': checksum } },
    spec: {
      serviceAccountName: filebeat.name,
      enableServiceLinks: false,
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
      // Journal and chroot need the node's root; Bottlerocket lets only this SELinux type run its programs.
      securityContext: {
        runAsUser: 0,
        runAsGroup: 0,
        seccompProfile: { type: 'RuntimeDefault' },
        ...(context.cluster.provider === 'aws' ? { seLinuxOptions: { user: 'system_u', role: 'system_r', type: 'super_t', level: 's0' } } : {}),
      },
      containers: [agent(context), exporter(context)],
      volumes: [
        { name: 'config', configMap: { name: filebeat.name } },
        { name: 'tls', secret: { secretName: `${filebeat.name}-tls`, defaultMode: 0o440 } },
        { name: 'logs', hostPath: { path: '/var/log' } },
        { name: 'host', hostPath: { path: '/' } },
        { name: 'data', hostPath: { path: dataFolder, type: 'DirectoryOrCreate' } },
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ],
    },
  },
});

/** Of the types of Bottlerocket it has the one of ordinary containers, as it runs nothing of the node. */
function exporter(context: Context) {
  const container = exporterContainer(context, 'config');
  return context.cluster.provider === 'aws'
    ? { ...container, securityContext: { ...container.securityContext, seLinuxOptions: { type: 'container_t', level: 's0' } } }
    : container;
}

const agent = ({ versions }: Context) => ({
  name: 'filebeat',
  image: versions.images.filebeat,
  args: ['-e', '-c', '/etc/beat/filebeat.yml'],
  env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
  ports: [{ name: 'state', containerPort: statePort, protocol: 'TCP' }],
  resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_CHROOT'] } },
  livenessProbe: { httpGet: { path: '/', port: 'state' }, initialDelaySeconds: 30, failureThreshold: 6 },
  readinessProbe: { httpGet: { path: '/', port: 'state' } },
  volumeMounts: [
    { name: 'config', mountPath: '/etc/beat/filebeat.yml', subPath: 'filebeat.yml', readOnly: true },
    { name: 'tls', mountPath: beatTlsFolder, readOnly: true },
    { name: 'logs', mountPath: '/var/log', readOnly: true },
    { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
    { name: 'data', mountPath: dataFolder },
    { name: 'tmp', mountPath: '/tmp' },
  ],
});
