import { readFileSync } from 'node:fs';
import { loadPlatform } from '../../lib/input/load';
import { parsePlatform, PlatformErrors, type PlatformError } from '../../lib/model';
import { distance, nearest } from '../../lib/model/mistakes/nearest';
import { shownErrors } from '../../lib/model/mistakes/report';
import { baseText } from './base-text';
import { edited } from './broken-input';

function failure(text: string | Uint8Array): PlatformErrors {
  try {
    loadPlatform(text, 'platform.yaml');
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause;
    throw cause;
  }
  throw new Error('the input was accepted');
}
const errorsOf = (text: string | Uint8Array): readonly PlatformError[] => failure(text).errors;
const paths = (text: string): readonly (string | undefined)[] => errorsOf(text).map(({ path }) => path);

describe('parsing', () => {
  it('reads the example of this repository', () => {
    const { platform } = loadPlatform(readFileSync('platform.yaml'), 'platform.yaml');
    expect(platform.cloud.clusters.map(({ name }) => name)).toEqual(['aws-euc1', 'az-weu']);
  });

  it('fills every default', () => {
    const { platform } = parsePlatform(edited('  kubernetesVersion: "1.36"\n', ''), 'platform.yaml');
    expect(platform.cloud.kubernetesVersion).toBe('1.35');
    expect(platform.cloud.clusters[1].nodePools.system).toEqual({ vmSize: 'Standard_D4ds_v5', min: 1, max: 2 });
    expect(platform.workloads[1]?.replicas).toEqual({ min: 3, max: 10 });
  });

  it('freezes the platform and everything below it', () => {
    const { platform } = parsePlatform(baseText, 'platform.yaml');
    const open = (value: unknown): readonly unknown[] =>
      value === null || typeof value !== 'object' ? [] : [...(Object.isFrozen(value) ? [] : [value]), ...Object.values(value).flatMap(open)];
    expect(open(platform)).toEqual([]);
  });

  it('does not let one platform change the next', () => {
    const once = parsePlatform(baseText, 'platform.yaml').platform;
    const twice = parsePlatform(baseText, 'platform.yaml').platform;
    expect(twice).toEqual(once);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each([
    ['version', 2, 10],
    ['cloud', 9, 1],
    ['cloud.use', 10, 8],
    ['cloud.clusters.0.network', 25, 7],
    ['cloud.clusters.1.network.pods', 36, 15],
    ['workloads.0.replicas.max', 96, 30],
    ['workloads.1.access.permissions.1.paths.0', 110, 63],
  ])('knows that %s stands in line %i, column %i', (path, line, column) => {
    expect(parsePlatform(baseText, 'platform.yaml').positions.get(path)).toEqual({ line, column });
  });

  it('has no position for what came from a default', () => {
    const { positions } = parsePlatform(baseText, 'platform.yaml');
    expect(positions.has('workloads.1.replicas.min')).toBe(false);
    expect(positions.has('cloud.clusters.1.nodePools.system')).toBe(false);
  });

  it('reads a byte order mark, Windows line ends and a document marker', () => {
    const plain = parsePlatform(baseText, 'platform.yaml').platform;
    expect(parsePlatform(`\ufeff${baseText}`, 'platform.yaml').platform).toEqual(plain);
    expect(parsePlatform(Buffer.from(`\ufeff${baseText}`), 'platform.yaml').platform).toEqual(plain);
    expect(parsePlatform(baseText.replaceAll('\n', '\r\n'), 'platform.yaml').platform).toEqual(plain);
    expect(parsePlatform(`---\n${baseText}`, 'platform.yaml').platform).toEqual(plain);
    expect(parsePlatform(baseText.replace('# comment', '# ünïcödé 🐘\twith a tab'), 'platform.yaml').platform).toEqual(plain);
  });
});

describe('bytes that are no UTF-8', () => {
  it.each([
    ['Latin-1', Buffer.from(baseText.replace('# comment', '# café'), 'latin1'), 'U+FFFD'],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${baseText}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(baseText, 'utf16le'), 'NUL'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'U+FFFD'],
  ])('are refused: %s', (_, bytes, words) => {
    expect(errorsOf(bytes)[0]?.message).toContain(words);
    expect(errorsOf(bytes)[0]?.fix).toContain('UTF-8');
  });

  it('are refused by size before anything reads them', () => {
    const refused = errorsOf(Buffer.alloc(50 * 1024 * 1024)); // each NUL of them is a mistake of its own kind
    expect(refused.map(({ code }) => code)).toEqual(['yaml/too-large']);
  });
});

describe('hostile input', () => {
  it.each([
    ['brackets', '['.repeat(250_000)],
    ['braces', '{'.repeat(250_000)],
    ['question marks', '? '.repeat(120_000)],
    ['dashes', '- '.repeat(120_000)],
    ['quotes', '"'.repeat(150_000)],
    ['colons', ':\n'.repeat(60_000)],
    ['anchors', '&a '.repeat(50_000)],
    ['keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['equal keys', 'a: 1\n'.repeat(50_000)],
    ['a billion laughs', `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`],
    ['list items that are words', `${baseText.replace('databases: []', '')}databases: [${'y,'.repeat(50_000)}]`],
    ['empty objects', `${baseText.slice(0, baseText.indexOf('workloads:'))}workloads: [${'{},'.repeat(30_000)}]`],
    ['passwords', 'password: x\n'.repeat(10_000)],
    ['unknown keys below each other', Array.from({ length: 3000 }, (_, index) => `k${index}: { a: 1, b: { c: 2 } }`).join('\n')],
    ['a long line', `name: ${'a'.repeat(250_000)}`],
    ['almost a comment', '#'.repeat(250_000)],
  ])('is refused with a message that can be read: %s', (_, text) => {
    expect(failure(text).message.length).toBeLessThan(100_000); // what took quadratic work would run into the limit of CI
  });

  it('shows the first hundred mistakes and counts the others', () => {
    const { errors, omitted, message } = failure(baseText + Array.from({ length: 250 }, (_, index) => `key${index}x: 1\n`).join(''));
    expect(errors).toHaveLength(shownErrors);
    expect(omitted).toBe(150);
    expect(message).toMatch(/and 150 more$/);
  });

  it('does not reach a prototype', () => {
    failure(`${baseText}__proto__:\n  polluted: true\nconstructor:\n  prototype: { polluted: true }\n`);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('all mistakes of a file', () => {
  const broken = [
    ['name: acme-db\n', 'name: Acme\n'],
    ['use: istio-keycloak', 'use: istio-keyclok'],
    ['branch: main', 'brnach: main'],
    ['plan: business', 'plan: free'],
    ['min: 3, max: 10', 'min: 30, max: 10'],
    ['10.40.0.0/16', '10.20.0.0/16'],
    ['critical: { type: pagerduty }', 'critical: {}'],
  ].reduce((text, [from = '', to = '']) => text.replace(from, to), baseText);

  it('come at once, in file order: syntax of values, options, keys and relations together', () => {
    expect(paths(broken)).toEqual([
      'name',
      'cloud.clusters.1.network.cidr',
      'security.use',
      'delivery.brnach',
      'edge.plan',
      'monitoring.alerts.critical.type',
      'workloads.0.replicas.min',
    ]);
    const lines = errorsOf(broken).map(({ position }) => position?.line ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('do not follow from each other: a wrong option says nothing about its settings', () => {
    expect(paths(edited('use: istio-keycloak\n  realm: acme', 'use: nginx-auth1\n  tenant: acme'))).toEqual(['security.use', 'security.tenant'].slice(0, 1));
  });

  it('do not include keys that an alias hides', () => {
    expect(paths(edited('logging:\n  use: loki', 'logging: *logging\nx-y:\n  use: loki'))).toEqual([undefined, 'x-y']);
  });

  it("name both clusters once when they stand in each other's place", () => {
    const swapped = baseText
      .replace('provider: aws\n', 'provider: temporary\n')
      .replace('provider: azure\n', 'provider: aws\n')
      .replace('provider: temporary\n', 'provider: azure\n');
    expect(paths(swapped)).toEqual(['cloud.clusters.0.provider', 'cloud.clusters.1.provider']);
  });

  it('include those of items in a list of the wrong length', () => {
    expect(
      paths(
        edited(
          '    - name: az-weu\n',
          '    - name: aws-use1\n      provider: aws\n      region: us-east-1\n      network: { cidr: 10.60.0.0/16, services: 172.22.0.0/16 }\n    - name: az-weu\n',
        ),
      ),
    ).toContain('cloud.clusters');
  });
});

describe('an error', () => {
  it('reads as place, path, what is wrong, the line with a caret, what to do', () => {
    expect(errorsOf(edited('use: istio-keycloak', 'use: istio-keyclok'))[0]?.render()).toBe(
      [
        "platform.yaml:42:8 security.use: no option is called 'istio-keyclok'",
        '  42 |   use: istio-keyclok',
        '     |        ^^^^^^^^^^^^^',
        "  Did you mean 'istio-keycloak'? Available: istio-keycloak, istio-auth0, nginx-auth0.",
      ].join('\n'),
    );
  });

  it('shows lines to paste in the indentation of their place', () => {
    expect(errorsOf(edited('        pods: 10.128.0.0/14\n', ''))[0]?.fix.split('\n').at(-1)).toBe('        pods: 10.128.0.0/14');
  });

  it('cuts long values and long lines', () => {
    const error = errorsOf(edited('team: data-platform', `team: ${'x'.repeat(400)}`))[0];
    expect(error?.message).toContain(`${'x'.repeat(60)}…`);
    expect(
      Math.max(
        ...(error?.render() ?? '')
          .split('\n')
          .slice(1, 3)
          .map((line) => line.length),
      ),
    ).toBeLessThan(130);
  });

  it.each([
    ['under a key that names a secret', edited('plan: business', 'plan: business\n  apiKey: s3cr3t-value'), 's3cr3t-value'],
    ['beside another mistake in the same line', edited('critical: { type: pagerduty }', 'critical: { type: pager, token: s3cr3t-value }'), 's3cr3t-value'],
    ['in a URL', edited('https://github.com', 'https://me:s3cr3t-value@github.com'), 's3cr3t-value'],
    ['with a known shape, in any value', edited('team: data-platform', 'team: ghp_abcdefghijklmnopqrst0123'), 'ghp_abc'],
    ['with a known shape, in a key', edited('team: data-platform', 'team: data-platform\n  ghp_abcdefghijklmnopqrst0123: x'), 'ghp_abc'],
    ['in a private key over several lines', edited('branch: main', 'branch: main\n  privateKey: |\n    s3cr3t-value\n    more'), 's3cr3t-value'],
  ])('does not repeat a secret %s', (_, text, secret) => {
    expect(failure(text).message).not.toContain(secret);
  });

  it('is not hidden by a value that only looks like a secret', () => {
    expect(errorsOf(edited('audience: dbaas-api', 'audience: DBAAS'))[0]?.message).toContain("'DBAAS'");
  });
});

describe('did you mean', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('counts edits from %j to %j', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits);
  });

  it('ignores case and separators, takes abbreviations, and stays silent about the rest', () => {
    expect(nearest('Cost_Center', ['costCenter', 'team'])).toBe('costCenter');
    expect(nearest('repo', ['use', 'repository'])).toBe('repository');
    expect(nearest('banana', ['use', 'repository'])).toBeUndefined();
  });
});
