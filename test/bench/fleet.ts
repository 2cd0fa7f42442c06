/** A fleet: many platforms of two clusters each, none with a name, host, account or address of another. */
import { loadPlatform } from '../../lib/input/load';
import type { Platform } from '../../lib/model';

const letters = (index: number): string => String.fromCharCode(97 + (Math.floor(index / 676) % 26), 97 + (Math.floor(index / 26) % 26), 97 + (index % 26));
const digits = (index: number, width: number): string => String(index).padStart(width, '0');

/** The `index`-th platform: the example under other names. */
export function fleetMember(example: string, index: number): Platform {
  const name = letters(index);
  const text = example
    .replaceAll('acme-db.example', `${name}.example`)
    .replace('name: acme-db', `name: ${name}-db`)
    .replaceAll('aws-euc1', `aws-${name}`)
    .replaceAll('az-weu', `az-${name}`)
    .replace('"111122223333"', `"1${digits(index, 11)}"`)
    .replace('3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10', `3f0c9a52-7d54-4a55-9a0e-${digits(index, 12)}`)
    .replace('10.20.0.0/16', `10.${(index % 60) * 2}.0.0/16`)
    .replace('10.40.0.0/16', `10.${(index % 60) * 2 + 1}.0.0/16`);
  return loadPlatform(text, 'platform.yaml').platform;
}
