/** Storage and snapshot classes: encrypted with the cluster's own key, bound where the pod runs. */
import { StorageClass, type StorageClassProps } from '../../../imports/k8s';
import { VolumeSnapshotClass } from '../../../imports/snapshot.storage.k8s.io';
import { backupTag, diskEncryptionSetId, keyAliasArn, namespaces, snapshotClass, storageClasses, volumeKeyPurpose } from '../../../lib/names';
import type { Context, Factory } from '../../context';

interface Driver {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly snapshotParameters: Readonly<Record<string, string>>;
  /** Further parameters of the class for databases. */
  readonly dataParameters: Readonly<Record<string, string>>;
}

/**
 * AWS: gp3 volumes belong to one zone; databases run a replica in each. Azure: zone-redundant premium disks follow
 * their pod into another zone.
 */
const driver = ({ platform, cluster, names }: Context): Driver =>
  cluster.provider === 'aws'
    ? {
        provisioner: 'ebs.csi.aws.com',
        parameters: {
          type: 'gp3',
          encrypted: 'true',
          kmsKeyId: keyAliasArn(platform, cluster, names.keyAlias(volumeKeyPurpose)),
          'csi.storage.k8s.io/fstype': 'ext4',
        },
        snapshotParameters: {},
        // The cloud's backup service picks volumes by this tag.
        dataParameters: { tagSpecification_1: `${backupTag.key}=${backupTag.value}` },
      }
    : {
        provisioner: 'disk.csi.azure.com',
        parameters: {
          skuName: 'Premium_ZRS',
          cachingMode: 'None',
          diskEncryptionSetID: diskEncryptionSetId(platform, names.resourceGroup('identity'), names.prefix()),
          diskEncryptionType: 'EncryptionAtRestWithCustomerKey',
          networkAccessPolicy: 'DenyAll',
          'csi.storage.k8s.io/fstype': 'ext4',
        },
        snapshotParameters: { incremental: 'true' },
        dataParameters: {},
      };

export const storage: Factory = (context) => {
  const { provisioner, parameters, snapshotParameters, dataParameters } = driver(context);
  return {
    name: 'storage',
    summary: 'Storage classes `standard` (default) and `data` (kept when the claim is deleted), snapshot class `data`',
    namespace: namespaces.system,
    needs: [],
    provides: ['storage'],
    keep: true,
    content: {
      kind: 'manifests',
      build(chart) {
        const common = { provisioner, parameters, volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true } satisfies Partial<StorageClassProps>;
        new StorageClass(chart, 'standard', {
          metadata: { name: storageClasses.standard, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
          ...common,
          reclaimPolicy: 'Delete',
        });
        new StorageClass(chart, 'data', {
          metadata: { name: storageClasses.data },
          ...common,
          parameters: { ...parameters, ...dataParameters },
          reclaimPolicy: 'Retain',
        });
        new VolumeSnapshotClass(chart, 'snapshots', {
          metadata: { name: snapshotClass, annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } },
          driver: provisioner,
          deletionPolicy: 'Retain',
          ...(Object.keys(snapshotParameters).length > 0 ? { parameters: snapshotParameters } : {}),
        });
      },
    },
    intents: { rules: [volumeRules] },
  };
};

const volumeRules = {
  group: 'volumes',
  alerts: [
    {
      alert: 'VolumeAlmostFull',
      expr: 'min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.1',
      for: '15m',
      severity: 'critical',
      summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description:
        "A full volume stops what writes to it; a database then needs manual repair. Raise the size in the owner's manifest: both storage classes grow volumes while they are in use.",
    },
    {
      alert: 'VolumeFullInFourDays',
      expr: 'min by (namespace, persistentvolumeclaim) (predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400)) < 0 and min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.3',
      for: '1h',
      severity: 'warning',
      summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} will be full within four days',
      description: 'At the growth of the last six hours. Raise the size, or find out what grows.',
    },
    {
      alert: 'VolumeWithoutInodes',
      expr: 'min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_inodes_free / kubelet_volume_stats_inodes) < 0.05',
      for: '15m',
      severity: 'warning',
      summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has almost no inodes left',
      description: 'Many small files. New files are refused although there is space.',
    },
    {
      alert: 'PersistentVolumeFailed',
      expr: 'max by (persistentvolume, phase) (kube_persistentvolume_status_phase{phase=~"Failed|Pending"}) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Persistent volume {{ $labels.persistentvolume }} is {{ $labels.phase }}',
      description: 'The driver could not make, attach or reclaim it. See the events of the volume and the log of the CSI driver in kube-system.',
    },
  ],
} as const;
