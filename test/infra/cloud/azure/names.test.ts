import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { address, azureNames, workloadPools } from '../../../../infra/cloud/azure/ids';
import { parsePlatform, type AzureCluster, type Platform } from '../../../../lib/model';
import { namesOf } from '../../../../lib/names';
import { clusterOn } from '../../../clusters';

const { platform: example } = parsePlatform(readFileSync('platform.yaml', 'utf8'), 'platform.yaml');
const azure = clusterOn(example, 'azure');
const label = fc.stringMatching(/^[a-z](-?[a-z0-9]){1,6}$/).filter((name) => name.length <= 12);

describe('names of the Azure layer', () => {
  it('fit every resource, whatever the platform and the cluster are called', () => {
    fc.assert(
      fc.property(label, label, (platformName, clusterName) => {
        fc.pre(clusterName !== 'aws-euc1');
        const cluster: AzureCluster = { ...azure, name: clusterName };
        const platform: Platform = {
          ...example,
          name: platformName,
          cloud: { ...example.cloud, clusters: [clusterOn(example, 'aws'), cluster] } as Platform['cloud'],
        };
        const names = azureNames({ platform, cluster, lock: { clusters: {} }, names: namesOf(platform, cluster), wiring: { all: () => [] } });
        expect(names.flowLogAccount).toMatch(/^[a-z0-9]{3,24}$/);
        expect(names.keyVault).toMatch(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/);
        expect(names.keyVault).not.toContain('--');
        for (const name of [names.vnet, names.firewall, names.workspace, names.endpoint('backups'), names.egressPrefix])
          expect(name.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  it('keep addresses free of dashes', () => {
    expect(address('keycloak-db-reader')).toBe('keycloak_db_reader');
    expect(workloadPools.map(({ name }) => name)).toEqual(['workload1', 'workload2', 'workload3']);
  });
});
