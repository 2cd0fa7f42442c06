/** dist/README.md: what a person does differs with what the clusters have to know of each other. */
import { readFileSync } from 'node:fs';
import { platformReadme } from '../../bin/readme';
import { emptyLock, parsePlatform, type Platform } from '../../lib/model';
import { cloudMonitoring } from '../infra/cloud/azure/stacks';
import { regionsPlatform, type Edit } from '../infra/cloud/regions';

const readme = (platform: Platform): string => platformReadme({ platform, lock: emptyLock, stacks: [], clusters: [] }).content;
const apart: readonly Edit[] = [['  use: aws-regions\n', '  use: aws-regions\n  link: none\n']];
const step = (content: string, number: number): string => content.split('\n').find((line) => line.startsWith(`${number}. `)) ?? '';

describe('README of two regions of AWS', () => {
  const content = readme(regionsPlatform('aws-regions'));

  it('brings nothing back from the applies, and says that it is complete', () => {
    expect(step(content, 3)).toMatch(/^3\. Nothing has to be brought back/);
    expect(content).toContain('`cloud.lock.yaml` is complete.');
  });

  it('names one place for a secret that the cloud keeps in both regions, two for one of each cluster', () => {
    expect(step(content, 2)).toContain('the shared ones once');
    expect(content).toContain('| `orders-db/_all/keycloak-db` (Secrets Manager, eu-central-1; kept in eu-west-1 by itself) |');
    expect(content).toContain('| `orders-db/euc1/metrics-ca` (Secrets Manager)<br>`orders-db/euw1/metrics-ca` (Secrets Manager) |');
  });

  it('without a link brings back the addresses, and only the network stacks again', () => {
    const unlinked = step(readme(regionsPlatform('aws-regions', apart)), 3);
    expect(unlinked).toContain('for `euc1-network`, `euw1-network`, then');
    expect(unlinked).toContain('(addresses) is now there: apply every stack again whose `main.tf.json` changed (network stacks)');
  });

  it('starts with one bootstrap', () => {
    expect(content).toContain('the bootstrap stack starts with a local state');
  });
});

describe('README of two regions of Azure', () => {
  const content = readme(regionsPlatform('azure-regions'));

  it('brings back client ids, which identity stacks hold to', () => {
    expect(step(content, 3)).toContain('for `weu-identity`, `neu-identity`, then');
    expect(step(content, 3)).toContain('the identity stacks refuse another value from now on, and nothing else of the cloud layer changes');
    expect(content).toContain('still lacks 14 values');
  });

  it('says what changes once it is known where the cloud keeps metrics', () => {
    const text = readFileSync('examples/azure-regions/platform.yaml', 'utf8');
    const inCloud = step(readme(parsePlatform(cloudMonitoring(text), 'platform.yaml').platform), 3);
    expect(inCloud).toContain('for `weu-identity`, `weu-monitoring`, `neu-identity`, `neu-monitoring`, then');
    expect(inCloud).toContain('an apply of the monitoring stacks lets each Grafana ask the metrics of the other cluster');
  });

  it('names the vault of each region for every secret', () => {
    expect(step(content, 2)).toBe('2. Put the secrets below into the store of each cluster.');
    expect(content).toMatch(/\| `keycloak-db` \(kv-weu-[0-9a-f]{8}\)<br>`keycloak-db` \(kv-neu-[0-9a-f]{8}\) \|/);
  });
});
