import { parse } from 'yaml';
import { option as cloud } from '../../../manifests/cloud/aws-azure';
import { option as edge } from '../../../manifests/edge/cloudflare';
import { option as foundation } from '../../../manifests/foundation';
import { azureAccount } from '../../../lib/model';
import { versions } from '../../../manifests/versions';
import { platformOf, rendered, stub } from './rendered';

const all = [...foundation.components, ...cloud.components, ...edge.components, stub('gateway', { provides: ['gateway'] })];
const aws = rendered('aws-euc1', all);
const azure = rendered('az-weu', all);
const values = (of: typeof aws, name: string): unknown => parse(of.component(name).built.values ?? '');

describe('custom resource definitions', () => {
  it('come first, from pinned releases, and are never pruned', () => {
    const crds = aws.components.filter(({ component }) => component.name.startsWith('crds-'));
    expect(crds.map(({ component }) => component.name)).toEqual(
      expect.arrayContaining(['crds-cert-manager', 'crds-istio', 'crds-karpenter', 'crds-keycloak', 'crds-prometheus-operator']),
    );
    for (const { component, wave } of crds) {
      expect(wave).toBe(0);
      expect(component.keep).toBe(true);
      expect(component.content).toMatchObject({
        kind: 'git',
        sources: [{ repository: expect.stringMatching(/^https:\/\/github\.com\//), tag: expect.stringMatching(/^v?\d+\.\d+\.\d+$/) }],
      });
    }
  });

  it('follow the cluster: those of AWS controllers are not on Azure', () => {
    const names = azure.components.map(({ component }) => component.name);
    expect(names).not.toContain('crds-karpenter');
    expect(names).not.toContain('crds-aws-load-balancer-controller');
  });

  it('have the version of the controller that serves them', () => {
    const { charts, git } = versions;
    expect(git.certManagerCrds.tag).toBe(charts.certManager.version);
    expect(git.externalSecretsCrds.tag).toBe(`v${charts.externalSecrets.version}`);
    expect(git.karpenterCrds.tag).toBe(`v${charts.karpenter.version}`);
    expect(git.awsLoadBalancerControllerCrds.tag).toBe(`v${charts.awsLoadBalancerController.version}`);
    expect(git.istioCrds.tag).toBe(charts.istiod.version);
  });
});

describe('classes', () => {
  it('rank platform over databases over services', () => {
    const value = (name: string) => aws.object('priority-classes', 'PriorityClass', name)['value'] as number; // PriorityClass.value
    expect(value('platform-critical')).toBeGreaterThan(value('database'));
    expect(value('database')).toBeGreaterThan(value('platform-services'));
  });

  it('store data encrypted with the own key, where the pod runs, and keep it', () => {
    expect(aws.object('storage', 'StorageClass', 'data')).toMatchObject({
      provisioner: 'ebs.csi.aws.com',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:alias/acme-db-aws-euc1-ebs' },
    });
    expect(azure.object('storage', 'StorageClass', 'data')).toMatchObject({
      provisioner: 'disk.csi.azure.com',
      reclaimPolicy: 'Retain',
      parameters: {
        skuName: 'Premium_ZRS',
        diskEncryptionSetID: expect.stringContaining(
          '/resourceGroups/rg-acme-db-az-weu-identity/providers/Microsoft.Compute/diskEncryptionSets/des-acme-db-az-weu',
        ),
      },
    });
    expect(aws.object('storage', 'VolumeSnapshotClass', 'data')).toMatchObject({ deletionPolicy: 'Retain' });
  });
});

describe('external-secrets', () => {
  it('acts by Pod Identity on AWS and by workload identity on Azure', () => {
    expect(values(aws, 'external-secrets')).toMatchObject({ serviceAccount: { name: 'external-secrets' }, rbac: { serviceAccountTokenCreate: false } });
    expect(values(aws, 'external-secrets')).not.toHaveProperty('serviceAccount.annotations');
    expect(values(azure, 'external-secrets')).toMatchObject({
      podLabels: { 'azure.workload.identity/use': 'true' },
      serviceAccount: {
        annotations: {
          'azure.workload.identity/client-id': 'unset--az-weu--identities.external-secrets.clientId',
          'azure.workload.identity/tenant-id': azureAccount(platformOf()).tenantId,
        },
      },
    });
  });

  it('survives the loss of a node in all three parts', () => {
    const part = { replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 }, resources: { limits: { memory: expect.any(String) } } };
    expect(values(aws, 'external-secrets')).toMatchObject({ ...part, leaderElect: true, webhook: part, certController: part, installCRDs: false });
  });
});

describe('certificates', () => {
  it('are issued by a controller that survives the loss of a node', () => {
    expect(values(aws, 'cert-manager')).toMatchObject({
      crds: { enabled: false },
      replicaCount: 2,
      webhook: { replicaCount: 3 },
      cainjector: { replicaCount: 2 },
      startupapicheck: { enabled: false },
      enableCertificateOwnerRef: false,
    });
  });

  it("are proven without a way to any name server but the cluster's own", () => {
    for (const cluster of [aws, azure]) {
      expect(values(cluster, 'cert-manager')).toMatchObject({
        dns01RecursiveNameserversOnly: true,
        dns01RecursiveNameservers: 'https://cloudflare-dns.com/dns-query',
      });
      expect(cluster.component('cert-manager').component.intents?.egressHosts).toEqual([
        expect.objectContaining({ hosts: ['cloudflare-dns.com'], from: expect.objectContaining({ namespace: 'cert-manager' }) }),
      ]);
    }
  });

  it('of internal names hang below an authority whose key survives its renewal', () => {
    expect(aws.object('internal-certificates', 'Certificate', 'internal-ca')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      spec: { isCA: true, privateKey: { rotationPolicy: 'Never', algorithm: 'ECDSA' }, issuerRef: { kind: 'ClusterIssuer', name: 'internal-bootstrap' } },
    });
    expect(aws.object('internal-certificates', 'ClusterIssuer', 'internal')).toMatchObject({ spec: { ca: { secretName: 'internal-ca' } } });
    expect(aws.component('internal-certificates').component.keep).toBe(true);
  });
});
