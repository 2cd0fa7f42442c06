import { allWaivers } from './waivers';
import { idle, patternsOf, unwaived, type Finding, type Waiver } from './waiver';

const finding = (id: string, resource: string): Finding => ({ id, resource, text: 'says something' });
const waiver = (id: string, resource: Waiver['resource']): Waiver => ({ id, resource, why: 'It is meant.', dropWhen: 'It is not meant.' });

describe('waivers', () => {
  it('accept a finding at its resource, and nothing beside it', () => {
    const scan = { failed: [finding('A1', 'aws_eip.ingress_b'), finding('A1', 'aws_eip.nat_b'), finding('A2', 'aws_eip.ingress_b')], passed: [] };
    expect(unwaived(scan, [waiver('A1', 'aws_eip.ingress_*')])).toEqual(['A1 aws_eip.nat_b: says something', 'A2 aws_eip.ingress_b: says something']);
  });

  it('let a star stand for a part of a name, not for a namespace', () => {
    const scan = { failed: [finding('A1', 'Job/keycloak/realm-1'), finding('A1', 'Job/login/realm-1')], passed: [] };
    expect(unwaived(scan, [waiver('A1', 'Job/keycloak/*')])).toEqual(['A1 Job/login/realm-1: says something']);
    expect(unwaived(scan, [waiver('A1', 'Job/*')])).toHaveLength(2);
  });

  it('are faults where nothing is found, where two say the same, and where they cover what passes', () => {
    const scan = { failed: [finding('A1', 'aws_s3_bucket.logs')], passed: [finding('A1', 'aws_s3_bucket.backups')] };
    expect(idle(scan, [waiver('A1', 'aws_s3_bucket.logs')])).toEqual([]);
    expect(idle(scan, [waiver('A1', 'aws_s3_bucket.gone')])).toEqual(['A1 aws_s3_bucket.gone: nothing is found there any more']);
    expect(idle(scan, [waiver('A1', ['aws_s3_bucket.logs', 'aws_s3_bucket.log*'])])).toHaveLength(2);
    expect(idle(scan, [waiver('A1', 'aws_s3_bucket.logs'), waiver('A1', 'aws_s3_bucket.logs')])).toHaveLength(2);
    expect(idle(scan, [waiver('A1', 'aws_s3_bucket.*')])).toEqual(['A1 aws_s3_bucket.*: is too broad, aws_s3_bucket.backups passes']);
  });
});

describe.each(Object.entries(allWaivers))('waivers of %s', (_, waivers) => {
  it('say why, and when they go, in sentences', () => {
    for (const { why, dropWhen } of waivers) for (const text of [why, dropWhen]) expect(text).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('are one for each check and reason, and never about everything', () => {
    const keys = waivers.map(({ id, why }) => `${id} ${why}`);
    expect(keys).toEqual([...new Set(keys)]);
    for (const pattern of waivers.flatMap(patternsOf)) expect(pattern).toMatch(/^[A-Za-z_0-9]+[./]/);
  });
});
