import { example, platformOf } from './example';

type Cluster = {
  spec: {
    bootstrap: object;
    replica: object;
    externalClusters: { name: string; plugin: { parameters: Record<string, string> } }[];
    env?: { name: string; value: string }[];
    projectedVolumeTemplate?: { sources: { serviceAccountToken: { audience: string } }[] };
  };
};
const cluster = (where: 'aws-euc1' | 'az-weu', platform = platformOf()) =>
  (example(where, platform).object('keycloak-database', 'Cluster', 'keycloak-db') as unknown as Cluster).spec;
const variable = (where: 'aws-euc1' | 'az-weu', name: string) => cluster(where).env?.find((each) => each.name === name)?.value;
const store = (where: 'aws-euc1' | 'az-weu', name: string) =>
  (example(where).object('keycloak-database', 'ObjectStore', name) as unknown as { spec: Record<string, unknown> }).spec;

describe('the database of Keycloak', () => {
  it('is made in the active cluster and follows it in the other one', () => {
    expect(cluster('aws-euc1')).toMatchObject({
      bootstrap: { initdb: { database: 'keycloak', owner: 'keycloak', secret: { name: 'keycloak-db-owner' } } },
      replica: { self: 'keycloak-db-aws-euc1', primary: 'keycloak-db-aws-euc1', source: 'keycloak-db-az-weu' },
    });
    expect(cluster('az-weu')).toMatchObject({
      bootstrap: { recovery: { source: 'keycloak-db-aws-euc1', secret: { name: 'keycloak-db-owner' } } },
      replica: { self: 'keycloak-db-az-weu', primary: 'keycloak-db-aws-euc1', source: 'keycloak-db-aws-euc1' },
    });
  });

  it('turns round with one setting, and takes the token of a planned change', () => {
    const switched = platformOf((yaml) => yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  activeCluster: az-weu\n  promotionToken: dG9rZW4='));
    expect(cluster('az-weu', switched).replica).toEqual({
      self: 'keycloak-db-az-weu',
      primary: 'keycloak-db-az-weu',
      source: 'keycloak-db-aws-euc1',
      promotionToken: 'dG9rZW4=',
    });
    expect(cluster('aws-euc1', switched).replica).toEqual({ self: 'keycloak-db-aws-euc1', primary: 'keycloak-db-az-weu', source: 'keycloak-db-az-weu' });
  });

  it('writes to its own cloud and only reads the other one', () => {
    expect(store('az-weu', 'keycloak-db')).toMatchObject({ retentionPolicy: '30d', configuration: { azureCredentials: { useDefaultAzureCredentials: true } } });
    expect(store('az-weu', 'keycloak-db-aws-euc1')).toMatchObject({
      configuration: { destinationPath: 's3://acme-db-aws-euc1-backups-111122223333/keycloak-db', s3Credentials: { inheritFromIAMRole: true } },
    });
    expect(store('az-weu', 'keycloak-db-aws-euc1')['retentionPolicy']).toBeUndefined();
    for (const { name, plugin } of cluster('az-weu').externalClusters)
      expect(plugin.parameters['barmanObjectName']).toBe(name === 'keycloak-db-az-weu' ? 'keycloak-db' : 'keycloak-db-aws-euc1');
  });

  it('proves who it is in the other cloud with a token of its own cluster', () => {
    expect(variable('az-weu', 'AWS_ROLE_ARN')).toBe('arn:aws:iam::111122223333:role/acme-db-aws-euc1-keycloak-db-reader');
    expect(variable('aws-euc1', 'AZURE_CLIENT_ID')).toBe('unset--az-weu--identities.keycloak-db-reader.clientId');
    expect(variable('az-weu', 'AZURE_CLIENT_ID')).toBe('unset--az-weu--identities.keycloak-db.clientId');
    expect(cluster('aws-euc1').projectedVolumeTemplate?.sources.map(({ serviceAccountToken: { audience } }) => audience)).toEqual([
      'api://AzureADTokenExchange',
    ]);
    expect(cluster('az-weu').projectedVolumeTemplate?.sources.map(({ serviceAccountToken: { audience } }) => audience)).toEqual([
      'api://AzureADTokenExchange',
      'sts.amazonaws.com',
    ]);
  });

  it('is never pruned', () => {
    expect(example('aws-euc1').component('keycloak-database').component).toMatchObject({
      keep: true,
      intents: { namespaces: [{ name: 'keycloak', podSecurity: 'restricted', mesh: true, holdsData: true }] },
    });
  });
});
