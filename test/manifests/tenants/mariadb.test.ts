import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findingsOf } from '../../../bin/commands/validate';
import { synthesizeAll } from '../../../bin/pipeline';
import type { KubeObject } from '../../../lib/components';
import { loadPlatform } from '../../../lib/input/load';
import { emptyLock, type InputFile } from '../../../lib/model';
import type { ManifestsResult } from '../../../manifests/synth';
import { settingsOf } from '../../../manifests/tenants/mariadb/my-cnf';
import { versions } from '../../../manifests/versions';
import { objectsOf, one, platformWith, render, team } from './fleet';

/** Database `shop` of tenant `payments`, from the lines of its entry below `engine` and `name`. */
const mariadb = (lines = '', more = ''): InputFile => {
  const { file, text } = team(lines, more);
  return { file, text: String(text).replace('engine: postgresql\n    name: orders', 'engine: mariadb\n    name: shop') };
};
const known = new Map<string, ManifestsResult>();
/** A platform with it, made once. */
function of(lines = '', more = ''): ManifestsResult {
  const made = known.get(lines + more) ?? render(platformWith([mariadb(lines, more)]));
  known.set(lines + more, made);
  return made;
}
const here = (lines = '', cluster = 'aws-euc1', more = ''): readonly KubeObject[] => objectsOf(of(lines, more), cluster, 'payments');
const inAzure = '  clusters: [az-weu]\n';
const all = (objects: readonly KubeObject[], kind: string) => objects.filter((object) => object.kind === kind);
const names = (objects: readonly KubeObject[], kind: string) => all(objects, kind).map(({ metadata }) => metadata.name);
const server = (lines = '', cluster = 'aws-euc1', more = '') => one(here(lines, cluster, more), 'MariaDB', 'shop') as KubeObject & { readonly spec: Spec };
interface Spec {
  readonly myCnf: string;
  readonly replication?: { readonly primary: object; readonly agent: object };
}
const backupOf = (objects: readonly KubeObject[]) => {
  const name = names(objects, 'PhysicalBackup').find((each) => each.startsWith('shop-backup-')) ?? '';
  return one(objects, 'PhysicalBackup', name);
};

describe('a database of MariaDB', () => {
  it('runs three instances in three zones, and a commit waits for one of the others', () => {
    expect(server()).toMatchObject({
      spec: {
        image: versions.images.mariadb,
        replicas: 3,
        podDisruptionBudget: { maxUnavailable: 1 },
        replication: { enabled: true, semiSyncEnabled: true, semiSyncWaitPoint: 'AfterSync', primary: { autoFailover: true } },
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': 'shop' } },
                topologyKey: 'topology.kubernetes.io/zone',
              },
            ],
          },
        },
      },
    });
  });

  it('does not say who is the primary: the operator writes that into the object after a failover', () => {
    expect(server().spec.replication?.primary).not.toHaveProperty('podIndex');
  });

  it('of one instance has no replication, and nothing that needs it', () => {
    const objects = here('    topology: single\n');
    const { spec } = one(objects, 'MariaDB', 'shop') as KubeObject & { readonly spec: object };
    expect(spec).toMatchObject({ replicas: 1 });
    for (const key of ['replication', 'pointInTimeRecoveryRef', 'podDisruptionBudget']) expect(spec).not.toHaveProperty(key);
    expect(names(objects, 'PointInTimeRecovery')).toEqual([]);
    expect(server('    topology: single\n').spec.myCnf).not.toContain('binlog');
  });

  it('has the size of its plan, memory promised once, and the log on the volume of the data', () => {
    expect(server('    plan: medium\n')).toMatchObject({
      spec: {
        resources: { requests: { cpu: '1', memory: '4096Mi' }, limits: { memory: '4096Mi' } },
        storage: { size: '60Gi', storageClassName: 'data', pvcRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } },
      },
    });
    expect(server('    storageGiB: 30\n')).toMatchObject({ spec: { storage: { size: '35Gi' } } });
  });

  it('takes connections by TLS only, under the names that clients outside verify', () => {
    expect(server()).toMatchObject({
      spec: {
        tls: { enabled: true, required: true, serverCertAdditionalNames: ['shop.payments.t.acme-db.example', 'shop.payments.aws-euc1.t.acme-db.example'] },
      },
    });
    expect(all(here('    users: [{ name: reader, access: read }]\n'), 'User')).toHaveLength(2);
    for (const user of all(here('    users: [{ name: reader, access: read }]\n'), 'User'))
      expect(user).toMatchObject({ spec: { require: { ssl: true }, host: '%' } });
  });

  it('keeps every container to Pod Security restricted', () => {
    const { spec } = server() as unknown as { spec: Record<string, unknown> };
    const texts = [spec, backupOf(here())['spec']].map((each) => JSON.stringify(each));
    for (const text of texts) expect(text).toContain('"seccompProfile":{"type":"RuntimeDefault"}');
    expect(spec).toMatchObject({
      podSecurityContext: { runAsNonRoot: true, runAsUser: 999 },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      replication: {
        agent: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
        initContainer: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      },
      metrics: { enabled: true, exporter: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } } },
    });
  });

  it('lets its operator in without a right in the whole cluster', () => {
    expect(server().spec.replication?.agent).toMatchObject({ basicAuth: { enabled: true } });
    expect(server().spec.replication?.agent).not.toHaveProperty('kubernetesAuth');
  });

  it('has the agent of the operator that is installed', () => {
    const image = versions.images.mariadbOperator;
    expect(server()).toMatchObject({ spec: { replication: { agent: { image }, initContainer: { image } }, updateStrategy: { autoUpdateDataPlane: false } } });
    expect(image.endsWith(`:${versions.charts.mariadbOperator.version}`)).toBe(true);
    expect(versions.git.mariadbOperatorCrds.tag).toBe(`v${versions.charts.mariadbOperator.version}`);
  });

  it('waits for its window with all that restarts it', () => {
    expect(server()).toMatchObject({ spec: { updateStrategy: { type: 'ReplicasFirstPrimaryLast' } } });
    expect(server('    maintenance: { window: { day: sun, hour: 3 } }\n')).toMatchObject({ spec: { updateStrategy: { type: 'OnDelete' } } });
  });

  it('labels everything with its owner', () => {
    const objects = here('    users: [{ name: reader, access: read }]\n').filter(({ apiVersion }) => /mariadb|external-secrets/.test(apiVersion));
    expect(objects.length).toBeGreaterThan(10);
    for (const { metadata } of objects)
      expect(metadata.labels).toMatchObject({ 'dbaas/owner': 'payments-team', 'dbaas/database': 'shop', 'dbaas/engine': 'mariadb' });
    expect(server()).toMatchObject({ spec: { inheritMetadata: { labels: { 'dbaas/tenant': 'payments', 'sidecar.istio.io/inject': 'false' } } } });
  });
});

describe('backups of MariaDB', () => {
  it('go below the name of the tenant, with its identity and no key', () => {
    const aws = here();
    expect(backupOf(aws)).toMatchObject({
      spec: {
        serviceAccountName: 'database',
        maxRetention: '720h',
        storage: {
          s3: {
            bucket: 'acme-db-aws-euc1-backups-111122223333',
            endpoint: 's3.eu-central-1.amazonaws.com',
            region: 'eu-central-1',
            prefix: expect.stringMatching(/^db-payments\/shop-v1\/backups\/[0-9a-f]{8}$/) as string,
            tls: { enabled: true },
          },
        },
      },
    });
    const azure = here('', 'az-weu', inAzure);
    expect(backupOf(azure)).toMatchObject({
      spec: {
        podMetadata: { labels: { 'azure.workload.identity/use': 'true' } },
        storage: {
          azureBlob: { containerName: 'backups', serviceURL: expect.stringMatching(/^https:\/\/\w+\.blob\.core\.windows\.net\/$/) as string },
        },
      },
    });
    expect(one(azure, 'ServiceAccount', 'database').metadata.annotations).toHaveProperty(['azure.workload.identity/client-id']);
    expect(JSON.stringify([aws, azure])).not.toMatch(/accessKeyIdSecretKeyRef|storageAccountKey/);
  });

  it('have an archive of the log beside them, in a folder of its own', () => {
    const objects = here();
    const { name } = backupOf(objects).metadata;
    expect(one(objects, 'PointInTimeRecovery', 'shop')).toMatchObject({
      spec: { physicalBackupRef: { name }, strictMode: true, storage: { s3: { prefix: 'db-payments/shop-v1/log' } } },
    });
    expect(server()).toMatchObject({ spec: { pointInTimeRecoveryRef: { name: 'shop' } } });
  });

  it('start when the database says, or in the night; another time is another object, since the operator changes none', () => {
    const [one, two] = ['15 1 * * *', '20 1 * * *'].map((schedule) => backupOf(here(`    backup: { schedule: "${schedule}", retentionDays: 7 }\n`)));
    expect(one).toMatchObject({ spec: { schedule: { cron: '15 1 * * *', immediate: true, suspend: false }, maxRetention: '168h' } });
    expect(one?.metadata.name).not.toBe(two?.metadata.name);
    const { spec } = backupOf(here()) as unknown as { spec: { schedule: { cron: string } } };
    expect(spec.schedule.cron).toMatch(/^[1-5]?\d [0-4] \* \* \*$/);
  });

  it('bring a lost replica back by themselves', () => {
    expect(server()).toMatchObject({
      spec: { replication: { replica: { bootstrapFrom: { physicalBackupTemplateRef: { name: 'shop-replica' } }, recovery: { enabled: true } } } },
    });
    expect(one(here(), 'PhysicalBackup', 'shop-replica')).toMatchObject({ spec: { schedule: { suspend: true } } });
  });

  it('never take the disk of a node', () => {
    expect(backupOf(here())).toMatchObject({ spec: { resources: { limits: { 'ephemeral-storage': '80Gi' } } } });
  });
});

describe('users of MariaDB', () => {
  const lines = `    databases: [{ name: web_shop }, { name: stock, owner: keeper }]
    users:
      - { name: app, access: write, connections: 30 }
      - { name: report, access: read }
`;
  const objects = here(lines);

  it('own their databases; others read or write in all of them', () => {
    expect(names(objects, 'Database')).toEqual(['shop.stock', 'shop.web-shop']);
    expect(names(objects, 'User')).toEqual(['shop.app', 'shop.keeper', 'shop.report', 'shop.web-shop']);
    expect(one(objects, 'User', 'shop.app')).toMatchObject({
      spec: { name: 'app', maxUserConnections: 30, passwordSecretKeyRef: { name: 'shop.app.1', key: 'password' } },
    });
    expect(one(objects, 'Grant', 'shop.keeper.stock')).toMatchObject({ spec: { username: 'keeper', database: 'stock', privileges: ['ALL PRIVILEGES'] } });
    expect(one(objects, 'Grant', 'shop.report.stock')).toMatchObject({ spec: { privileges: ['SELECT', 'SHOW VIEW'] } });
    expect(names(objects, 'Grant')).toHaveLength(6);
  });

  it('get rights in exactly the databases that are named: an underscore is no wildcard', () => {
    expect(one(objects, 'Grant', 'shop.app.web-shop')).toMatchObject({ spec: { database: 'web\\_shop' } });
    for (const grant of all(objects, 'Grant'))
      expect(grant).toMatchObject({ spec: { grantOption: false, database: expect.stringMatching(/^[a-z\\_]+$/) as string, table: '*' } });
  });

  it('stay as they are when their objects go', () => {
    for (const kind of ['Database', 'User', 'Grant'])
      for (const object of all(objects, kind)) expect(object).toMatchObject({ spec: { cleanupPolicy: 'Skip' } });
  });

  it('have passwords that nobody types, in the path of the tenant, with all that a client needs', () => {
    expect(names(objects, 'PushSecret')).toEqual(['shop.app.1', 'shop.keeper.1', 'shop.report.1', 'shop.tls-ca', 'shop.web-shop.1']);
    expect(names(objects, 'ExternalSecret')).toContain('shop.root');
    expect(server(lines)).toMatchObject({ spec: { rootPasswordSecretKeyRef: { name: 'shop.root', key: 'password', generate: false } } });
    const push = one(objects, 'PushSecret', 'shop.keeper.1') as unknown as { spec: { template: { data: { credentials: string } } } };
    expect(push).toMatchObject({ spec: { data: [{ match: { remoteRef: { remoteKey: 'acme-db/aws-euc1/tenants/payments/shop/keeper' } } }] } });
    expect(JSON.parse(push.spec.template.data.credentials)).toEqual({
      username: '{{ .username }}',
      password: '{{ .password }}',
      host: 'shop-primary.db-payments.svc',
      port: '3306',
      dbname: 'stock',
      sslmode: 'verify-full',
      uri: 'mysql://{{ .username }}:{{ .password }}@shop-primary.db-payments.svc:3306/stock',
    });
  });

  it('reach the only instance of a server with one by its own Service', () => {
    const push = one(here('    topology: single\n'), 'PushSecret', 'shop.shop.1');
    expect(JSON.stringify(push)).toContain('shop.db-payments.svc');
  });
});

describe('an endpoint of MariaDB', () => {
  const endpoint = (kind: string, allow: string) => `    endpoint: { kind: ${kind}, allow: [${allow}] }\n`;

  it('is bound to the Service of the primary on AWS', () => {
    expect(one(here(endpoint('private', '10.0.0.0/8')), 'TargetGroupBinding', 'shop-private')).toMatchObject({
      spec: { serviceRef: { name: 'shop-primary', port: 3306 } },
    });
    expect(one(here(`${endpoint('public', '203.0.113.0/24')}    topology: single\n`), 'TargetGroupBinding', 'shop-public')).toMatchObject({
      spec: { serviceRef: { name: 'shop', port: 3306 } },
    });
  });

  it('is the Service of the primary on Azure', () => {
    expect(server(endpoint('private', '10.0.0.0/8'), 'az-weu', inAzure)).toMatchObject({
      spec: { primaryService: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] } },
    });
    expect(server(`${endpoint('private', '10.0.0.0/8')}    topology: single\n`, 'az-weu', inAzure)).toMatchObject({
      spec: { service: { metadata: { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } } } },
    });
    expect(server('', 'az-weu', inAzure)).not.toHaveProperty(['spec', 'primaryService']);
  });
});

describe('the deletion of a MariaDB', () => {
  it('needs a statement, which its server and its backups then carry', () => {
    const kept = here();
    const going = here('    deletion: { confirm: payments/shop }\n');
    for (const kind of ['MariaDB', 'PhysicalBackup']) {
      expect(names(going, kind).length).toBeGreaterThan(0);
      for (const { metadata } of all(kept, kind)) expect(metadata.annotations ?? {}).not.toHaveProperty(['dbaas/allow-delete']);
      for (const { metadata } of all(going, kind)) expect(metadata.annotations).toMatchObject({ 'dbaas/allow-delete': metadata.name });
    }
  });
});

describe('settings of MariaDB', () => {
  const plan = (memory: string) => ({ name: 'x', cpu: '1', memory, storageGiB: 10, walGiB: 3, connections: 70, availability: 99 });
  const database = { topology: 'ha' } as Parameters<typeof settingsOf>[0]['database'];

  it('follow from the plan', () => {
    expect(settingsOf({ plan: plan('2Gi'), database })).toMatchObject({
      max_connections: '70',
      innodb_buffer_pool_size: '1228M',
      innodb_log_file_size: '307M',
      max_binlog_total_size: '3G',
    });
    expect(settingsOf({ plan: plan('1Gi'), database })).toMatchObject({ innodb_log_file_size: '256M' });
    expect(settingsOf({ plan: plan('64Gi'), database })).toMatchObject({ innodb_log_file_size: '2048M' });
  });
});

describe('the operator of MariaDB', () => {
  const components = (lines = '', cluster = 'aws-euc1') => {
    const { clusters } = of(lines);
    return clusters.find((each) => each.cluster.name === cluster)?.components ?? [];
  };
  const operator = () => {
    const found = components().find(({ component }) => component.name === 'mariadb-operator');
    if (!found) throw new Error('no mariadb-operator');
    return found;
  };
  const component = (name: string, cluster: string) => components('', cluster).some((each) => each.component.name === name);

  it('is in the clusters that have such a database, and nowhere else', () => {
    for (const name of ['mariadb-operator', 'crds-mariadb-operator']) {
      expect(component(name, 'aws-euc1')).toBe(true);
      expect(component(name, 'az-weu')).toBe(false);
    }
    const none = render(platformWith([team()]));
    expect(JSON.stringify(none.clusters.map((each) => each.components.map((of) => of.component.name)))).not.toContain('mariadb');
  });

  it('has two of everything, budgets, and certificates from cert-manager', () => {
    const twice = { ha: { enabled: true, replicas: 2 }, pdb: { enabled: true, maxUnavailable: 1 }, priorityClassName: 'platform-critical' };
    expect(parse(operator().built.values ?? '')).toMatchObject({
      ...twice,
      crds: { enabled: false },
      certController: { enabled: false },
      metrics: { enabled: false },
      rbac: { aggregation: { enabled: false } },
      webhook: { ...twice, cert: { certManager: { enabled: true } } },
      image: { tag: '26.6.0' },
    });
    expect(operator().component.needs).toContain('certificate-controller');
  });

  it('is reached by the API server, and reaches the databases of every tenant', () => {
    expect(operator().component.intents?.flows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: { outside: 'api-server' }, ports: [{ port: 9443 }] }),
        expect.objectContaining({ to: { outside: 'tenants' }, ports: [{ port: 3306 }, { port: 5555 }] }),
      ]),
    );
    expect(JSON.stringify(one(here(), 'NetworkPolicy', 'all-pods-ingress'))).toContain('"kubernetes.io/metadata.name":"mariadb-system"');
  });

  it('comes before the tenants that need it', () => {
    const tenant = components().find((each) => each.component.name === 'tenant-payments');
    expect(tenant?.component.needs).toContain('mariadb');
    expect(tenant?.dependsOn).toContain('mariadb-operator');
  });
});

describe('a platform with MariaDB', () => {
  it.each(['argocd', 'flux', 'helm'])('delivered by %s has no finding', (delivery) => {
    const base = readFileSync('platform.yaml', 'utf8').replace('use: argocd', `use: ${delivery}`);
    const lines = '    users: [{ name: reader, access: read }]\n    endpoint: { kind: private, allow: [10.0.0.0/8], clients: [api] }\n';
    const second = String(mariadb('    topology: single\n', inAzure).text).replaceAll('payments', 'billing');
    const teams = [mariadb(lines), { file: 'databases/billing.yaml', text: second }];
    const synthesis = synthesizeAll({
      parsed: loadPlatform(base, 'platform.yaml', teams),
      lock: emptyLock,
      texts: { platform: base, lock: undefined, teams: {} },
    });
    expect(findingsOf(synthesis, false)).toEqual([]);
    expect(synthesis.files.some(({ path }) => path.endsWith('mariadb-shop.yaml'))).toBe(true);
  });

  it('protects servers and backups, but not what the operator makes for itself', () => {
    const policy = of()
      .clusters[0]?.components.find(({ component }) => component.name === 'admission-policies')
      ?.built.objects.find(({ object }) => object.kind === 'ValidatingAdmissionPolicy' && object.metadata.name === 'protected-deletes');
    const text = JSON.stringify(policy?.object['spec']);
    expect(text).toContain('"apiGroups":["k8s.mariadb.com"]');
    expect(text).toContain('"resources":["mariadbs","physicalbackups"]');
    expect(text).toContain('!has(oldObject.metadata.ownerReferences)');
  });
});
