/** Rules of the Azure side of the edge `cloud-native`. */
import { readFileSync } from 'node:fs';
import { parsePlatform, PlatformErrors, type PlatformError } from '../../lib/model';

const azure = readFileSync('examples/azure-regions-cloud-native-edge/platform.yaml', 'utf8');
/** An example with the clouds' own edge and these settings of Azure. */
const withAzure = (example: string, settings: string): string =>
  readFileSync(example, 'utf8').replace(
    /^edge:\n(?:( .*)?\n)+/m,
    `edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n  azure: ${settings}\n`,
  );

function errorsOf(text: string): readonly PlatformError[] {
  try {
    parsePlatform(text, 'platform.yaml');
    return [];
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
}

it('names lead around Front Door where it stands alone', () => {
  expect(errorsOf(azure.replace('    ddosProtection:\n', '    entry: traffic-manager\n    ddosProtection:\n'))).toEqual([]);
});

it('names do not lead around Front Door where Route 53 decides', () => {
  expect(errorsOf(withAzure('platform.yaml', '{ entry: front-door }'))).toEqual([]);
  expect(errorsOf(withAzure('platform.yaml', '{ entry: traffic-manager }'))).toMatchObject([
    { path: 'edge.azure.entry', fix: expect.stringContaining('Write: entry: front-door') },
  ]);
});

it('settings of Azure need a cluster there', () => {
  const text = withAzure('examples/aws-regions/platform.yaml', '{}').replace(
    /acme-db\.example/g,
    /^domain: (\S+)$/m.exec(readFileSync('examples/aws-regions/platform.yaml', 'utf8'))?.[1] ?? '',
  );
  expect(errorsOf(text)).toMatchObject([{ path: 'edge.azure', message: expect.stringContaining('no cluster runs there') }]);
});

it('nobody buys the protection plan by accident', () => {
  expect(errorsOf(azure.replace('acknowledgeCost: true', 'acknowledgeCost: false'))).toMatchObject([{ path: 'edge.azure.ddosProtection.acknowledgeCost' }]);
});
