import { parse } from 'yaml';
import { postgres } from '../../../../manifests/foundation/postgres';
import { versions } from '../../../../manifests/versions';
import { rendered, stub } from '../rendered';

const shown = rendered('az-weu', [stub('around', { provides: ['namespaces', 'priority-classes', 'certificate-controller'] }), ...postgres]);
const values = (component: string) => parse(shown.component(component).built.values ?? '') as Record<string, unknown>;

describe('the operator of PostgreSQL', () => {
  it('has two replicas, a budget and definitions that come from elsewhere', () => {
    expect(values('postgres-operator')).toMatchObject({ replicaCount: 2, crds: { create: false }, monitoring: { podMonitorEnabled: false } });
    expect(shown.object('postgres-operator-budget', 'PodDisruptionBudget', 'cloudnative-pg')).toMatchObject({
      spec: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } } },
    });
  });

  it('restarts databases one after the other when it is updated', () => {
    expect(values('postgres-operator')).toMatchObject({
      config: { clusterWide: true, data: { CLUSTERS_ROLLOUT_DELAY: '120', INSTANCES_ROLLOUT_DELAY: '30' } },
    });
  });

  it('opens its webhooks to the API server', () => {
    expect(shown.component('postgres-operator').component.intents?.flows).toContainEqual(
      expect.objectContaining({ from: { outside: 'api-server' }, ports: [{ port: 9443 }] }),
    );
  });
});

describe('the backup plugin', () => {
  it('runs released images, of plugin and sidecar alike, in the namespace of the operator', () => {
    expect(values('postgres-backup')).toMatchObject({
      image: { registry: 'ghcr.io', repository: 'cloudnative-pg/plugin-barman-cloud', tag: 'v0.15.0' },
      sidecarImage: { repository: 'cloudnative-pg/plugin-barman-cloud-sidecar', tag: 'v0.15.0' },
    });
    expect(shown.component('postgres-backup').component.namespace).toBe(shown.component('postgres-operator').component.namespace);
  });

  it('has definitions of the same release, which are never pruned', () => {
    const { component } = shown.component('crds-barman-cloud');
    expect(component).toMatchObject({ keep: true, provides: ['crds'] });
    expect(versions.images.barmanCloudPlugin.endsWith(`:${versions.git.barmanCloudCrds.tag}`)).toBe(true);
    expect(values('postgres-backup')).toMatchObject({ crds: { create: false } });
  });

  it('comes after the operator', () => {
    expect(shown.component('postgres-backup').dependsOn).toContain('postgres-operator');
  });
});
