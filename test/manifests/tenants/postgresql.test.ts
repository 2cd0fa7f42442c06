import type { KubeObject } from '../../../lib/components';
import { examplePlatform, objectsOf, one, platformWith, render, team } from './fleet';

const example = render(examplePlatform());
const payments = { aws: objectsOf(example, 'aws-euc1', 'payments'), azure: objectsOf(example, 'az-weu', 'payments') };
const here = (lines = '', cluster = 'aws-euc1', more = ''): readonly KubeObject[] => objectsOf(render(platformWith([team(lines, more)])), cluster, 'payments');
const orders = (lines = '', cluster = 'aws-euc1') => one(here(lines, cluster), 'Cluster', 'orders');
const standby = '    topology: ha-with-standby\n';

describe('a database of PostgreSQL', () => {
  it('runs three instances in three zones, and a commit waits for one of the others', () => {
    expect(orders()).toMatchObject({
      spec: {
        instances: 3,
        enablePDB: true,
        enableSuperuserAccess: false,
        affinity: { enablePodAntiAffinity: true, podAntiAffinityType: 'required', topologyKey: 'topology.kubernetes.io/zone' },
        postgresql: { synchronous: { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true } },
        imageCatalogRef: { kind: 'ClusterImageCatalog', name: 'postgresql', major: 18 },
      },
    });
  });

  it('has the size of its plan, memory promised once', () => {
    expect(orders('    plan: large\n')).toMatchObject({
      spec: {
        resources: { requests: { cpu: '2', memory: '8192Mi' }, limits: { memory: '8192Mi' } },
        storage: { size: '200Gi', storageClass: 'data' },
        walStorage: { size: '20Gi' },
        postgresql: { parameters: { shared_buffers: '2048MB', max_connections: '400', maintenance_work_mem: '512MB' } },
      },
    });
    expect(orders('    plan: large\n    storageGiB: 300\n')).toMatchObject({ spec: { storage: { size: '300Gi' } } });
  });

  it('of one instance can be moved, and waits for nobody', () => {
    const single = orders('    topology: single\n') as unknown as { spec: { instances: number; enablePDB: boolean; postgresql: object } };
    expect(single.spec).toMatchObject({ instances: 1, enablePDB: false, managed: { services: { disabledDefaultServices: ['ro', 'r'] } } });
    expect(single.spec.postgresql).not.toHaveProperty('synchronous');
  });

  it('writes backups and its log below the name of its tenant, with the identity of the tenant and no key', () => {
    expect(one(payments.aws, 'ObjectStore', 'ledger')).toMatchObject({
      spec: {
        retentionPolicy: '30d',
        configuration: {
          destinationPath: expect.stringMatching(/^s3:\/\/acme-db-aws-euc1-backups-111122223333\/db-payments$/),
          s3Credentials: { inheritFromIAMRole: true },
        },
      },
    });
    expect(one(payments.azure, 'ObjectStore', 'orders')).toMatchObject({
      spec: { configuration: { destinationPath: expect.stringMatching(/\/backups\/db-payments$/), azureCredentials: { useDefaultAzureCredentials: true } } },
    });
    expect(JSON.stringify(payments)).not.toMatch(/accessKey|storageKey|connectionString|storageSasToken/);
  });

  it('is backed up when it says, or at a minute of the night of its own', () => {
    expect(one(payments.aws, 'ScheduledBackup', 'orders-scheduled')).toMatchObject({ spec: { schedule: '0 15 1 * * *', method: 'plugin', immediate: true } });
    const { spec } = one(payments.aws, 'ScheduledBackup', 'ledger-scheduled') as unknown as { spec: { schedule: string } };
    expect(spec.schedule).toMatch(/^0 [1-5]?\d [0-4] \* \* \*$/);
  });

  it('lets in its own roles only, by password over TLS, into its own databases', () => {
    expect(one(payments.aws, 'Cluster', 'orders')).toMatchObject({
      spec: { postgresql: { pg_hba: ['hostssl orders,reporting orders,orders_app,analyst all scram-sha-256', 'host all all all reject'] } },
    });
  });

  it('has each database and role as an object of its own that leaves the data when it goes', () => {
    expect(one(payments.aws, 'Database', 'orders.reporting')).toMatchObject({
      spec: { name: 'reporting', owner: 'orders', ensure: 'present', databaseReclaimPolicy: 'retain', extensions: [{ name: 'tablefunc', ensure: 'present' }] },
    });
    expect(one(payments.aws, 'DatabaseRole', 'orders.orders-app')).toMatchObject({
      spec: {
        name: 'orders_app',
        login: true,
        superuser: false,
        createdb: false,
        createrole: false,
        replication: false,
        bypassrls: false,
        connectionLimit: 150,
        inRoles: ['pg_read_all_data', 'pg_write_all_data'],
        passwordSecret: { name: 'orders.orders-app.1' },
        databaseRoleReclaimPolicy: 'retain',
      },
    });
  });

  it('has passwords that nobody types, in the path of its tenant, with all that a client needs', () => {
    expect(one(payments.aws, 'ExternalSecret', 'orders.orders-app.1')).toMatchObject({
      spec: { refreshPolicy: 'CreatedOnce', target: { creationPolicy: 'Orphan', deletionPolicy: 'Retain', template: { type: 'kubernetes.io/basic-auth' } } },
    });
    const push = one(payments.aws, 'PushSecret', 'orders.orders-app.1') as unknown as { spec: { template: { data: { credentials: string } } } };
    expect(push).toMatchObject({ spec: { data: [{ match: { remoteRef: { remoteKey: 'acme-db/aws-euc1/tenants/payments/orders/orders_app' } } }] } });
    expect(JSON.parse(push.spec.template.data.credentials)).toMatchObject({
      host: 'orders.payments.t.acme-db.example',
      port: '5432',
      dbname: 'orders',
      sslmode: 'verify-full',
    });
  });

  it('gets new passwords under new names, so that the old ones work until the new ones are there', () => {
    const names = (generation: number) =>
      here(`    credentials: { generation: ${generation} }\n`)
        .filter(({ kind }) => kind === 'ExternalSecret')
        .map(({ metadata }) => metadata.name);
    expect(names(1)).toEqual(['orders.orders.1']);
    expect(names(2)).toEqual(['orders.orders.2']);
  });

  it('is in no mesh: it brings TLS of its own', () => {
    expect(one(payments.aws, 'Cluster', 'orders')).toMatchObject({ spec: { inheritedMetadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } });
  });

  it('answers by the names that clients outside verify', () => {
    expect(one(payments.azure, 'Cluster', 'orders')).toMatchObject({
      spec: { certificates: { serverAltDNSNames: ['orders.payments.t.acme-db.example', 'orders.payments.az-weu.t.acme-db.example'] } },
    });
  });

  it('sleeps without pods and without backups when it is hibernated', () => {
    const objects = here('    hibernated: true\n    pooling: { mode: session }\n');
    expect(one(objects, 'Cluster', 'orders')).toMatchObject({ metadata: { annotations: { 'cnpg.io/hibernation': 'on' } } });
    expect(one(objects, 'ScheduledBackup', 'orders-scheduled')).toMatchObject({ spec: { suspend: true } });
    expect(objects.filter(({ kind }) => kind === 'Pooler')).toEqual([]);
  });

  it('waits with its primary for the window', () => {
    expect(orders()).toMatchObject({ spec: { primaryUpdateStrategy: 'unsupervised' } });
    expect(orders('    maintenance: { window: { day: sun, hour: 3 } }\n')).toMatchObject({ spec: { primaryUpdateStrategy: 'supervised' } });
  });

  it('writes parameters in the units of the server', () => {
    expect(
      orders(
        '    parameters: { statement_timeout: 30000, lock_timeout: 0, log_min_duration_statement: -1, jit: false, work_mem: 16, random_page_cost: 1.5 }\n',
      ),
    ).toMatchObject({
      spec: {
        postgresql: {
          parameters: {
            statement_timeout: '30000ms',
            lock_timeout: '0',
            log_min_duration_statement: '-1',
            jit: 'off',
            work_mem: '16MB',
            random_page_cost: '1.5',
          },
        },
      },
    });
  });
});

describe('a database made from another one', () => {
  it('starts from its archive, up to the given second, and writes to an archive of its own', () => {
    const copy = one(objectsOf(example, 'az-weu', 'shop'), 'Cluster', 'catalog-trial');
    expect(copy).toMatchObject({
      spec: {
        bootstrap: {
          recovery: { source: 'restore-catalog', database: 'catalog_trial', owner: 'catalog_trial', recoveryTarget: { targetTime: '2026-11-28T22:00:00Z' } },
        },
        externalClusters: [{ name: 'restore-catalog', plugin: { isWALArchiver: false, parameters: { serverName: 'catalog-v1' } } }],
        plugins: [{ isWALArchiver: true, parameters: { serverName: 'catalog-trial-v1' } }],
      },
    });
  });
});

describe('a standby in the other cluster', () => {
  it('follows the primary from its archive, which it reads with an identity that the other cloud keeps for it', () => {
    expect(one(payments.azure, 'Cluster', 'orders')).toMatchObject({
      spec: {
        bootstrap: { recovery: { source: 'orders-aws-euc1' } },
        replica: { self: 'orders-az-weu', primary: 'orders-aws-euc1', source: 'orders-aws-euc1' },
      },
    });
    const { spec } = one(payments.azure, 'Cluster', 'orders') as unknown as { spec: { env: readonly { name: string; value: string }[] } };
    expect(spec.env).toContainEqual({ name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-reader-payments' });
    expect(one(payments.azure, 'ObjectStore', 'orders-aws-euc1')).not.toHaveProperty('spec.retentionPolicy');
  });

  it('makes no database, role or password: all of them come with the data', () => {
    const made = payments.azure.filter(
      ({ kind, metadata }) => ['Database', 'DatabaseRole', 'ExternalSecret', 'PushSecret'].includes(kind) && metadata.name.startsWith('orders'),
    );
    // Its certificates are its own, and so is their authority.
    expect(made.map(({ metadata }) => metadata.name)).toEqual(['orders.tls-ca']);
  });

  it('is not told of a switch before it has the token', () => {
    const first = `${standby}    replication: { demoteTo: az-weu }\n`;
    expect(orders(first, 'aws-euc1')).toMatchObject({ spec: { replica: { primary: 'orders-az-weu' } } });
    expect(orders(first, 'az-weu')).toMatchObject({ spec: { replica: { primary: 'orders-aws-euc1' } } });
  });

  it('takes over with the token, which the old primary never sees', () => {
    const second = `${standby}    replication: { primary: az-weu, promotionToken: abcdefghijklmnopqrstuvwx }\n`;
    expect(orders(second, 'az-weu')).toMatchObject({ spec: { replica: { primary: 'orders-az-weu', promotionToken: 'abcdefghijklmnopqrstuvwx' } } });
    expect(orders(second, 'aws-euc1')).toMatchObject({ spec: { replica: { primary: 'orders-az-weu' } } });
    expect(orders(second, 'aws-euc1')).not.toHaveProperty('spec.replica.promotionToken');
  });

  it('keeps a lost primary from running, and makes it anew with an empty archive', () => {
    expect(orders(`${standby}    replication: { primary: az-weu, fenced: [aws-euc1] }\n`)).toMatchObject({
      metadata: { annotations: { 'cnpg.io/fencedInstances': '["*"]' } },
    });
    const again = `${standby}    replication: { primary: az-weu, incarnations: [{ cluster: aws-euc1, number: 2 }] }\n`;
    expect(orders(again)).toMatchObject({
      spec: { bootstrap: { recovery: { source: 'orders-az-weu' } }, plugins: [{ parameters: { serverName: 'orders-v2' } }] },
    });
    expect(orders(again, 'az-weu')).toMatchObject({
      spec: { externalClusters: [{}, { name: 'orders-aws-euc1', plugin: { parameters: { serverName: 'orders-v2' } } }] },
    });
  });
});

describe('the protection of a database', () => {
  const kept = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

  it('keeps every object that holds data, whatever happens to git', () => {
    for (const [kind, name] of [
      ['Cluster', 'orders'],
      ['ObjectStore', 'orders'],
      ['Database', 'orders.orders'],
      ['Namespace', 'db-payments'],
    ] as const)
      expect(one(payments.aws, kind, name).metadata.annotations).toMatchObject(kept);
    expect(one(payments.aws, 'DatabaseRole', 'orders.orders').metadata.annotations).toBeUndefined();
  });

  it('ends with the statement, which is the word that the API server asks for', () => {
    const insights = objectsOf(example, 'aws-euc1', 'insights');
    expect(one(insights, 'Cluster', 'sandbox').metadata.annotations).toEqual({ 'cnpg.io/hibernation': 'on', 'dbaas/allow-delete': 'sandbox' });
    expect(one(insights, 'ObjectStore', 'sandbox').metadata.annotations).toEqual({ 'dbaas/allow-delete': 'sandbox' });
    expect(one(insights, 'Cluster', 'warehouse').metadata.annotations).toEqual(kept);
  });
});
