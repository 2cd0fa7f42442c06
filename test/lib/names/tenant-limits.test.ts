import { PlatformErrors, type InputFile } from '../../../lib/model';
import { loadPlatform } from '../../../lib/input/load';
import { azureDatabaseSlots, databaseAddress, exposedDatabases, tenantsIn } from '../../../lib/names';
import { clusterOn } from '../../clusters';
import { baseText } from '../../model/base-text';

const quota = 'quota: { databases: 200, cpu: "500", memory: 900Gi, storageGiB: 200000 }';
const team = (name: string, databases: readonly string[], clusters = ''): InputFile => ({
  file: `databases/${name}.yaml`,
  text: `version: 1\ntenant: { name: ${name}, team: ${name}, email: t@acme.example, ${quota}${clusters} }\ndatabases:\n${databases.map((each) => `  - { engine: postgresql, ${each} }\n`).join('') || '  []\n'}`,
});
const many = (count: number, of: (index: number) => string): readonly string[] => Array.from({ length: count }, (_, index) => of(index));
const first = (teams: readonly InputFile[], text = baseText) => {
  try {
    loadPlatform(text, 'platform.yaml', teams);
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors[0];
    throw cause;
  }
  return undefined;
};
const onAws = ', clusters: [aws-euc1]';
const onAzure = ', clusters: [az-weu]';
const privately = (slot?: number) => `endpoint: { kind: private, allow: [10.0.0.0/8]${slot === undefined ? '' : `, slot: ${slot}`} }`;

describe('limits of the clouds', () => {
  it('take as many endpoints in a cluster on AWS as its public subnets have addresses', () => {
    const endpoints = (count: number) => [team('ab', many(200, (index) => `name: x${index}, topology: single, ${privately()}`), onAws), team('bc', many(count, (index) => `name: x${index}, topology: single, ${privately()}`), onAws)]; // prettier-ignore
    expect(first(endpoints(31))).toBeUndefined();
    expect(first(endpoints(32))).toMatchObject({
      code: 'input/relation',
      position: { file: 'databases/bc.yaml' },
      message: expect.stringMatching(/more than 231 endpoints of databases in aws-euc1.*256 addresses/),
    });
  });

  it('take 290 endpoints in a cluster on Azure', () => {
    const endpoints = (count: number) => [team('ab', many(200, (index) => `name: x${index}, topology: single, ${privately(index)}`), onAzure), team('bc', many(count, (index) => `name: x${index}, topology: single, ${privately(200 + index)}`), onAzure)]; // prettier-ignore
    expect(first(endpoints(90))).toBeUndefined();
    expect(first(endpoints(91))).toMatchObject({
      position: { file: 'databases/bc.yaml' },
      message: expect.stringContaining('more than 290 endpoints of databases in az-weu'),
    });
  });

  it('take a role on AWS for each tenant with a standby in the other cloud', () => {
    const standbys = (count: number) =>
      many(count, (index) => `t${String(index).padStart(4, '0')}`).map((name) => team(name, ['name: xx, topology: ha-with-standby']));
    expect(first(standbys(800))).toBeUndefined();
    expect(first(standbys(801))).toMatchObject({ position: { file: 'databases/t0800.yaml' }, message: expect.stringContaining('more than 800 IAM roles') });
  });
});

describe('addresses of private endpoints on Azure', () => {
  const cluster = clusterOn(loadPlatform(baseText, 'platform.yaml').platform, 'azure');
  const addressOf = (teams: readonly InputFile[]) =>
    tenantsIn(loadPlatform(baseText, 'platform.yaml', teams).platform).flatMap((tenant) =>
      exposedDatabases(tenant).map((database) => databaseAddress(cluster, tenant.name, database)),
    );

  it('follow from the names, and stay when others come', () => {
    const own = team('ab', [`name: orders, ${privately()}`], onAzure);
    const [alone] = addressOf([own]);
    expect(addressOf([own, team('aa', [`name: orders, ${privately()}`], onAzure)])).toContain(alone);
    expect(alone).toMatch(/^10\.40\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+$/);
  });

  it('are inside the subnet, whose first four and last address Azure keeps', () => {
    expect(addressOf([team('ab', [`name: xx, ${privately(0)}`, `name: yy, ${privately(azureDatabaseSlots(cluster) - 1)}`], onAzure)])).toEqual([
      '10.40.64.4',
      '10.40.127.254',
    ]);
  });

  it('are refused where two meet, with a free place', () => {
    const error = first([team('ab', [`name: xx, ${privately(7)}`], onAzure), team('bc', [`name: yy, ${privately(7)}`], onAzure)]);
    expect(error).toMatchObject({
      path: 'databases.0.endpoint',
      position: { file: 'databases/bc.yaml' },
      message: expect.stringContaining('would have the address of tenants.ab.databases.xx'),
      fix: expect.stringMatching(/slot: \d+$/),
    });
    const slot = Number(/slot: (\d+)$/.exec(error?.fix ?? '')?.[1]);
    expect(first([team('ab', [`name: xx, ${privately(7)}`], onAzure), team('bc', [`name: yy, ${privately(slot)}`], onAzure)])).toBeUndefined();
  });

  it('are refused outside the subnet of a small network', () => {
    const small = baseText.replace('cidr: 10.40.0.0/16', 'cidr: 10.40.0.0/18');
    expect(first([team('ab', [`name: xx, ${privately(4091)}`], onAzure)], small)).toMatchObject({
      message: expect.stringContaining('outside the subnet for databases of az-weu'),
    });
    expect(first([team('ab', [`name: xx, ${privately(4090)}`], onAzure)], small)).toBeUndefined();
  });
});

describe('a public endpoint', () => {
  const open = 'endpoint: { kind: public, allow: [203.0.113.0/24] }';
  it('is refused behind a firewall, which would not see the way back', () => {
    expect(first([team('ab', [`name: xx, ${open}`], onAzure)])).toMatchObject({
      path: 'databases.0.endpoint.kind',
      message: expect.stringContaining('az-weu leaves its network through a firewall'),
      fix: expect.stringContaining('egress: nat-gateway'),
    });
    expect(first([team('ab', [`name: xx, ${open}`], onAws)])).toBeUndefined();
    expect(first([team('ab', [`name: xx, ${open}`], onAzure)], baseText.replace('egress: firewall', 'egress: nat-gateway'))).toBeUndefined();
  });
});
