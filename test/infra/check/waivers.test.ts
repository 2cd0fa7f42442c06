import { readFileSync } from 'node:fs';
import { addressesIn } from '../../../infra/check';
import { isWaived, waivers } from '../../../infra/check/waivers';
import { terraformFiles } from '../../../infra/synth';
import { emptyLock, parsePlatform } from '../../../lib/model';

const { platform } = parsePlatform(readFileSync('platform.yaml', 'utf8'), 'platform.yaml');
const addresses = terraformFiles({ platform, lock: emptyLock }).flatMap(({ files }) =>
  files.filter(({ path }) => path.endsWith('.json')).flatMap(({ content }) => addressesIn(content)),
);

describe('waivers of the scanner', () => {
  it.each(waivers.map((waiver) => [waiver.id, waiver] as const))('%s is about something that is there', (id, { resources }) => {
    const stale = resources.filter(
      (pattern) => !addresses.some((address) => address === pattern || (pattern.endsWith('*') && address.startsWith(pattern.slice(0, -1)))),
    );
    expect(stale).toEqual([]);
    expect(id).toMatch(/^CKV2?_(AWS|AZURE)_\d+$/);
  });

  it('say why, and when they go, in sentences', () => {
    for (const { why, until } of waivers) for (const text of [why, until]) expect(text).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('are one line for each check', () => {
    expect(waivers.map(({ id }) => id)).toEqual([...new Set(waivers.map(({ id }) => id))]);
  });

  it('accept the finding at the address and nothing beside it', () => {
    expect(isWaived('CKV2_AWS_19', 'aws_eip.ingress_b')).toBe(true);
    expect(isWaived('CKV2_AWS_19', 'aws_eip.nat_b')).toBe(false);
    expect(isWaived('CKV_AWS_91', 'aws_eip.ingress_b')).toBe(false);
    expect(isWaived('CKV_AZURE_189', 'azurerm_key_vault.secret_vault')).toBe(false);
  });
});
