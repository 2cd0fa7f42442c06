import { loadPlatform } from '../../lib/input/load';
import { cloudflareFeatures, cloudflarePlans, initPlatform, isGraviton, parseCidr, PlatformErrors, rangesOverlap, type PlatformError } from '../../lib/model';
import { awsSubnets, azureSubnets } from '../../lib/names';
import { clusterOn } from '../clusters';
import { baseText } from './base-text';
import { edited } from './broken-input';
import { initAnswers } from './init-answers';

function errorsOf(text: string): readonly PlatformError[] {
  try {
    loadPlatform(text, 'platform.yaml');
    return [];
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
}
const messages = (text: string): readonly string[] => errorsOf(text).map(({ path, message }) => `${path ?? ''}: ${message}`);

describe('rules', () => {
  it('run on the parts that are sound even if another part is not', () => {
    expect(messages(edited('plan: business', 'plan: gold').replace('{ min: 3, max: 10 }', '{ min: 30, max: 10 }'))).toEqual([
      "edge.plan: 'gold' is not allowed here",
      'workloads.0.replicas.min: 30 must not exceed workloads.0.replicas.max (10)',
    ]);
  });

  it('count the /24 that each AKS node takes of the pod range', () => {
    const text = edited('pods: 10.128.0.0/14', 'pods: 10.128.0.0/18').replace('min: 1, max: 6 }', 'min: 1, max: 30 }');
    expect(messages(text)).toEqual([
      'cloud.clusters.1.network.pods: 10.128.0.0/18 has room for 64 nodes, but the pods may grow to 96 (3 zones × (2 system + 30 workload))'.replace(
        'the pods',
        'the pools',
      ),
    ]);
    expect(errorsOf(text)[0]?.fix).toContain('Use a /17 or larger');
  });

  it('accept every size of VPC and VNet that the subnets fit into', () => {
    for (const bits of [16, 17, 18]) {
      const { platform } = loadPlatform(edited('10.20.0.0/16', `10.20.0.0/${bits}`).replace('10.40.0.0/16', `10.40.0.0/${bits}`), 'platform.yaml');
      const subnets = [
        ...Object.values(awsSubnets(clusterOn(platform, 'aws'))).flat(),
        ...Object.values(azureSubnets(clusterOn(platform, 'azure'))).flat(),
      ].map(parseCidr);
      for (const [index, subnet] of subnets.entries()) expect(subnets.slice(0, index).filter((other) => rangesOverlap(other, subnet))).toEqual([]);
    }
  });

  it('propose a range that is then accepted', () => {
    const fix = errorsOf(edited('10.40.0.0/16', '10.20.0.0/16'))[0]?.fix ?? '';
    const free = /cidr: (\S+)$/.exec(fix)?.[1] ?? '';
    expect(errorsOf(edited('10.40.0.0/16', free))).toEqual([]);
  });

  it('compare each range with every range before it', () => {
    expect(
      messages(baseText.replace('172.20.0.0/16', '10.20.0.0/20').replace('10.40.0.0/16', '10.20.0.0/18').replace('172.21.0.0/16', '10.128.0.0/20')),
    ).toEqual([
      'cloud.clusters.0.network.services: 10.20.0.0/20 overlaps cloud.clusters.0.network.cidr (10.20.0.0/16)',
      'cloud.clusters.1.network.cidr: 10.20.0.0/18 overlaps cloud.clusters.0.network.cidr (10.20.0.0/16)',
      'cloud.clusters.1.network.services: 10.128.0.0/20 overlaps cloud.clusters.1.network.pods (10.128.0.0/14)',
    ]);
  });

  it('want certificates of their own for a domain below the zone, once', () => {
    const text = initPlatform(initAnswers).replace('domain: acme-db.example', 'domain: db.acme-db.example');
    expect(messages(text)).toEqual([
      "domain: hosts below 'db.acme-db.example' lie two levels or more below the zone acme-db.example, without a certificate at the edge",
    ]);
    expect(errorsOf(text)[0]?.fix).toContain('addOns: [load-balancing, advanced-certificates]');
    expect(errorsOf(text.replace('plan: business', 'plan: business\n  addOns: [load-balancing, advanced-certificates]'))).toEqual([]);
  });

  it.each(cloudflarePlans)('let the plan %s have exactly the add-ons that it can buy', (plan) => {
    const { addOns } = cloudflareFeatures[plan];
    const text = edited('plan: business', `plan: ${plan}`).replace(
      'addOns: [load-balancing]',
      'addOns: [load-balancing, advanced-certificates, advanced-rate-limiting, bot-management]',
    );
    expect(errorsOf(text).filter(({ path }) => path?.startsWith('edge.addOns'))).toHaveLength(4 - addOns.length);
  });

  it('count the load balancers that hosts of both clusters take', () => {
    const workloads = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `  - { name: app-${index}, image: "ghcr.io/acme/app:1.0.0", host: app-${index}.acme-db.example, access: { kind: public } }`,
      ).join('\n');
    const text = (count: number) => initPlatform(initAnswers).replace('workloads: []', `workloads:\n${workloads(count)}`);
    expect(errorsOf(text(18))).toEqual([]);
    expect(messages(text(19))[0]).toContain('makes 21 load balancers, and edge.plan (business) has 20');
  });

  it('leave half of the memory that AWS may start to others than Elasticsearch', () => {
    const text = (limit: number) =>
      edited('use: loki\n  retentionDays: 31\n  storageGiB: 20\n  ingestionMBPerSecond: 10\n', 'use: elk\n  memoryGiB: 40\n')
        .replace('memoryLimitGiB: 512', `memoryLimitGiB: ${limit}`)
        .replace('Standard_D8ds_v5', 'Standard_D16ds_v5');
    expect(errorsOf(text(240))).toEqual([]);
    expect(errorsOf(text(239))).toMatchObject([{ path: 'logging.memoryGiB', fix: expect.stringContaining('memoryLimitGiB: 240') as string }]);
  });

  it.each([
    ['Standard_D8ds_v5', 27, 28, 'Standard_D16ds_v5'],
    ['Standard_D4ds_v5', 11, 12, 'Standard_D8ds_v5'],
    ['Standard_E8ds_v5', 31, 32, 'Standard_D16ds_v5'],
    ['Standard_D16lds_v5', 27, 28, 'Standard_D16ds_v5'],
  ])('let a VM of size %s have a node of Elasticsearch with %i GiB, not with %i', (size, fitting, larger, offered) => {
    const text = (memoryGiB: number) =>
      edited('use: loki\n  retentionDays: 31\n  storageGiB: 20\n  ingestionMBPerSecond: 10\n', `use: elk\n  memoryGiB: ${memoryGiB}\n`).replace(
        'Standard_D8ds_v5',
        size,
      );
    expect(errorsOf(text(fitting))).toEqual([]);
    expect(errorsOf(text(larger))).toMatchObject([
      { path: 'logging.memoryGiB', message: expect.stringContaining(`(${size})`) as string, fix: expect.stringContaining(`vmSize: ${offered},`) as string },
    ]);
    expect(errorsOf(text(60).replace(size, 'Standard_M8ms'))).toEqual([]);
  });

  it('say which side of a relation is a default', () => {
    const error = errorsOf(edited('  auditRetentionDays: 365\n', '').replace('retentionDays: 31', 'retentionDays: 400'))[0];
    expect(error?.message).toBe('400 must not exceed logging.auditRetentionDays (365)');
    expect(error?.fix).toContain('logging.auditRetentionDays is not in the file: the value is the default.');
    expect(error?.position?.line).toBe(baseText.split('\n').indexOf('  retentionDays: 31') + 1);
  });

  it('point at the side that is in the file when the other is a default', () => {
    const error = errorsOf(edited('{ rawDays: 30, fiveMinuteDays: 90, oneHourDays: 365 }', '{ fiveMinuteDays: 20 }'))[0];
    expect(error?.path).toBe('monitoring.retention.rawDays');
    expect(error?.excerpt).toContain('fiveMinuteDays: 20');
  });

  it.each(['m7i.large', 'g5.xlarge', 'm5zn.large', 'i4i.large', 'u7in-16tb.224xlarge', 'g6e.large'])('tell %s from Graviton', (type) => {
    expect(isGraviton(type)).toBe(false);
  });
  it.each(['m7g.large', 'c8gd', 'a1.medium', 'im4gn.large', 't4g', 'x2gd.metal', 'g5g.xlarge', 'hpc7g.4xlarge'])('know %s as Graviton', (type) => {
    expect(isGraviton(type)).toBe(true);
  });

  it('let system nodes be ARM as long as all of them are', () => {
    expect(messages(edited('[m7i.large]', '[m7g.large, m8g.large]'))).toEqual([]);
  });

  it('let several workloads of one audience share a permission', () => {
    const text = edited(
      'kind: login\n      roles: [platform-admin, database-owner]',
      'kind: token\n      audience: dbaas-api\n      permissions:\n        - { name: "databases:read", methods: [GET], paths: ["/*"] }',
    );
    expect(messages(text)).toEqual([]);
  });

  it('take names that a cloud refuses back to the input that makes them', () => {
    const error = errorsOf(
      edited('name: aws-euc1', 'name: internal')
        .replace('activeCluster: aws-euc1', 'activeCluster: internal')
        .replace('[aws-euc1, az-weu]', '[internal, az-weu]'),
    )[0];
    expect(error?.code).toBe('names/rule');
    expect(error?.path).toBe('cloud.clusters.0.name');
    expect(error?.message).toContain("'internal-ingress'");
  });
});
