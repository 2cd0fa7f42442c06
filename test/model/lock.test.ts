import { loadLock } from '../../lib/input/load';
import { emptyLock, lockText, PlatformErrors, unset } from '../../lib/model';

const id = '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10';
const valid = `clusters:\n  az-weu:\n    identities.loki.clientId: ${id}\n`;
const load = (text: string) => loadLock(text, 'cloud.lock.yaml');

function failure(text: string): string {
  try {
    load(text);
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.message;
    throw cause;
  }
  throw new Error('the lock file was accepted');
}

describe('cloud.lock.yaml', () => {
  it('is empty until it is written', () => {
    expect(loadLock(undefined, 'cloud.lock.yaml')).toBe(emptyLock);
  });

  it('gives the values of each cluster, frozen', () => {
    const lock = load(valid);
    expect(lock.clusters['az-weu']?.['identities.loki.clientId']).toBe(id);
    expect(Object.isFrozen(lock.clusters['az-weu'])).toBe(true);
    expect(lock.clusters['constructor']).toBeUndefined();
  });

  it('is written sorted, without placeholders, with a comment', () => {
    const lock = { clusters: { 'az-weu': { b: '2', a: '1', c: unset('az-weu', 'c') }, 'aws-euc1': {} } };
    expect(lockText(lock).split('\n').slice(2)).toEqual(['clusters:', '  aws-euc1: {}', '  az-weu:', '    a: "1"', '    b: "2"', '']);
    expect(lockText(lock)).toMatch(/^# .*\n# .*\n/);
    expect(load(lockText(emptyLock))).toEqual(emptyLock);
  });

  it.each([
    ['an empty file', '', 'the file is empty'],
    ['no clusters', 'version: 1\n', 'clusters: is missing'],
    ['an unknown key', `${valid}version: 1\n`, 'version: there is no such key'],
    ['a list of clusters', 'clusters: [a]\n', 'a list of 1 items stands where an object'],
    ['a value that is a list', 'clusters: { az-weu: { a: [] } }\n', 'stands where text is expected'],
    ['a number', 'clusters: { az-weu: { a: 012 } }\n', "'012' without quotes is a number"],
    ['nothing', 'clusters:\n  az-weu:\n    a:\n', 'has no value'],
    ['an empty value', 'clusters: { az-weu: { a: "" } }\n', 'is empty'],
    ['two lines', 'clusters:\n  az-weu:\n    a: "x\\ny"\n', 'is not allowed'],
    ['a cluster name in upper case', 'clusters: { AZ: {} }\n', 'the key is not allowed here'],
    ['a key with spaces', 'clusters: { az-weu: { "a b": x } }\n', 'the key is not allowed here'],
    ['a key twice', `${valid}    identities.loki.clientId: x\n`, 'is written twice'],
    ['an alias', 'clusters: { az-weu: &a {}, az-neu: *a }\n', 'YAML alias'],
    ['a prototype', 'clusters: { __proto__: { a: b } }\n', 'there is no such key'],
    ['a merge conflict', `<<<<<<< HEAD\n${valid}=======\n>>>>>>> main\n`, 'cloud.lock.yaml:1:'],
  ])('is refused with a place: %s', (_, text, words) => {
    const message = failure(text);
    expect(message).toContain(words);
    expect(message).toMatch(/^cloud\.lock\.yaml:\d+:\d+ /);
    expect(message).not.toMatch(/undefined|Invalid|\[object/);
  });
});
