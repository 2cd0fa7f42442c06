import { readFileSync } from 'node:fs';
import { loadPlatform } from '../../lib/input/load';
import { PlatformErrors, type PlatformError } from '../../lib/model';

const exampleText = (name: string): string => readFileSync(`examples/${name}/platform.yaml`, 'utf8');
/** An example with the edge of the clouds, or the example of two clouds with that edge. */
const texts = {
  aws: exampleText('aws-regions-cloud-native-edge'),
  azure: exampleText('azure-regions-cloud-native-edge'),
  both: readFileSync('platform.yaml', 'utf8').replace(
    /^edge:\n(?: .*\n)+/m,
    'edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n  routing: failover\n',
  ),
} as const;

function edited(of: keyof typeof texts, from: string, to: string): string {
  if (texts[of].split(from).length !== 2) throw new Error(`'${from}' must occur once in ${of}`);
  return texts[of].replace(from, () => to);
}
function errorsOf(text: string): readonly PlatformError[] {
  try {
    loadPlatform(text, 'platform.yaml');
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
  return [];
}

it.each(Object.entries(texts))('accepts the edge of the clouds with %s', (_, text) => {
  expect(errorsOf(text)).toEqual([]);
});

type Row = readonly [what: string, of: keyof typeof texts, from: string, to: string, path: string, message: string, fix: string];
const ranges = 'adminRanges: [203.0.113.0/24]';
const refused: readonly Row[] = [
  [
    'settings of Azure without a cluster there',
    'aws',
    '  routing: latency\n',
    '  azure: {}\n',
    'edge.azure',
    'no cluster runs there: cloud.use (aws-regions)',
    'Remove edge.azure',
  ],
  [
    'settings of AWS without a cluster there',
    'azure',
    '  azure:\n    ddos',
    '  aws: {}\n  azure:\n    ddos',
    'edge.aws',
    'no cluster runs there',
    'Remove edge.aws',
  ],
  [
    'a domain outside the zone',
    'aws',
    'name: ledger.example',
    'name: acme.example',
    'domain',
    "'db.ledger.example' is not in the zone edge.zone.name (acme.example)",
    'domain: acme.example',
  ],
  [
    'an accelerator between two clouds',
    'both',
    '  routing: failover\n',
    '  aws: { globalAccelerator: true }\n',
    'edge.aws.globalAccelerator',
    'needs two clusters at AWS',
    'Remove globalAccelerator',
  ],
  [
    'an accelerator in front of a network firewall',
    'aws',
    '  routing: latency\n  aws:\n',
    '  aws:\n    globalAccelerator: true\n',
    'edge.aws.globalAccelerator',
    'exclude each other',
    'does not support traffic of Global Accelerator',
  ],
  [
    'the nearest cluster behind an accelerator',
    'aws',
    '    networkFirewall:\n      allowedHosts: [hooks.ledger.example]',
    '    globalAccelerator: true',
    'edge.routing',
    'exclude each other',
    'routing: failover',
  ],
  [
    'the nearest cluster of two clouds',
    'both',
    'routing: failover',
    'routing: latency',
    'edge.routing',
    "'latency' needs two regions of one cloud",
    'routing: failover',
  ],
  [
    'a way around Front Door between two clouds',
    'both',
    '  routing: failover\n',
    '  azure: { entry: traffic-manager }\n',
    'edge.azure.entry',
    'needs all clusters on Azure',
    'entry: front-door',
  ],
  ['nobody at all', 'both', ranges, 'adminRanges: []', 'edge.adminRanges', 'has 0 items; at least 1 is needed', 'adminRanges: [203.0.113.0/24]'],
  ['the whole world', 'both', ranges, 'adminRanges: [0.0.0.0/0]', 'edge.adminRanges.0', '0.0.0.0/0 is more than a company has', 'public networks of /8 to /32'],
  ['an address inside a network', 'both', ranges, 'adminRanges: [203.0.113.7/24]', 'edge.adminRanges.0', 'is an address inside a /24', '203.0.113.0/24'],
  ['a range of the office', 'both', ranges, 'adminRanges: [192.168.4.0/24]', 'edge.adminRanges.0', 'is inside 192.168.0.0/16', 'the public addresses'],
  ['a range twice', 'both', ranges, 'adminRanges: [203.0.113.0/24, 203.0.113.0/24]', 'edge.adminRanges.1', 'already in the list', 'Remove one'],
  [
    'a cost that nobody acknowledged',
    'azure',
    'acknowledgeCost: true',
    'acknowledgeCost: false',
    'edge.azure.ddosProtection.acknowledgeCost',
    'is not allowed here',
    'acknowledgeCost: true',
  ],
  ['fewer logins than a firewall can count', 'both', '  routing: failover\n', '  loginRequestsPerMinute: 5\n', 'edge.loginRequestsPerMinute', '5', '10'],
  [
    'a host of the allow list with a star',
    'aws',
    'allowedHosts: [hooks.ledger.example]',
    "allowedHosts: ['*.ledger.example']",
    'edge.aws.networkFirewall.allowedHosts.0',
    'is not allowed',
    'a dot and a domain',
  ],
  ['a plan of Cloudflare', 'both', '  routing: failover\n', '  plan: pro\n', 'edge.plan', 'there is no such key', 'edge'],
];

it.each(refused)('refuses %s', (_, of, from, to, path, message, fix) => {
  const errors = errorsOf(edited(of, from, to));
  expect(errors.map((error) => error.path)).toEqual([path]);
  expect(errors[0]?.message).toContain(message);
  expect(errors[0]?.fix).toContain(fix);
  expect(errors[0]?.position?.line).toBeGreaterThan(0);
});

it('refuses the zone itself as a host behind Front Door', () => {
  const text = texts.both.replace(/host: status\.acme-db\.example/, 'host: acme-db.example');
  expect(errorsOf(text).map(({ path }) => path?.replace(/\d+/, 'n'))).toContain('workloads.n.host');
});
