/** Relations of the edge `cloud-native`: what a cloud that is not there, or another setting, makes impossible. */
import { clustersOn } from '../accounts';
import { formatCidr, parseCidr, rangeSize, rangesOverlap } from '../addresses';
import type { Provider } from '../cloud';
import { cloudNativeOf } from '../edge';
import type { Problem } from '../problem';
import { relation, rule } from './rule';

/** Settings of a cloud without a cluster there. */
export const settingsOfUsedClouds = rule(['cloud', 'edge'], ({ cloud, edge }) => {
  const settings = cloudNativeOf(edge);
  if (!settings) return [];
  return (['aws', 'azure'] as const)
    .filter((provider) => settings[provider] !== undefined && clustersOn({ cloud }, provider).length === 0)
    .map((provider) =>
      relation(
        `edge.${provider}`,
        ['cloud.use'],
        `is for ${title[provider]}, and no cluster runs there: cloud.use (${cloud.use})`,
        `Remove edge.${provider}, or choose a cloud with a cluster at ${title[provider]}.`,
      ),
    );
});
const title: Readonly<Record<Provider, string>> = { aws: 'AWS', azure: 'Azure' };

/** The accelerator knows endpoints of AWS only, and its traffic cannot be led through Network Firewall. */
export const globalAccelerator = rule(['cloud', 'edge'], ({ cloud, edge }) => {
  const settings = cloudNativeOf(edge);
  if (settings?.aws?.globalAccelerator !== true) return [];
  const path = 'edge.aws.globalAccelerator';
  return [
    ...(clustersOn({ cloud }, 'aws').length === 1
      ? [
          relation(
            path,
            ['cloud.use'],
            `needs two clusters at AWS, and cloud.use (${cloud.use}) has one`,
            'Global Accelerator leads to endpoints of AWS only; between two clouds Route 53 decides. Remove globalAccelerator.',
          ),
        ]
      : []),
    ...(settings.aws.networkFirewall
      ? [
          relation(
            path,
            ['edge.aws.networkFirewall'],
            'true and edge.aws.networkFirewall exclude each other',
            'AWS Network Firewall does not support traffic of Global Accelerator. Keep one of the two: remove globalAccelerator or networkFirewall.',
          ),
        ]
      : []),
  ];
});

/** The nearest cluster is known to the services of one cloud only; an accelerator sends everything to one region. */
export const latencyRouting = rule(['cloud', 'edge'], ({ cloud, edge }) => {
  const settings = cloudNativeOf(edge);
  if (settings?.routing !== 'latency') return [];
  if (clustersOn({ cloud }, 'aws').length === 1)
    return [
      relation(
        'edge.routing',
        ['cloud.use'],
        `'latency' needs two regions of one cloud, and cloud.use is ${cloud.use}`,
        'Route 53 measures the way to regions of AWS only. Write: routing: failover',
      ),
    ];
  return settings.aws?.globalAccelerator === true
    ? [
        relation(
          'edge.routing',
          ['edge.aws.globalAccelerator'],
          "'latency' and edge.aws.globalAccelerator (true) exclude each other",
          'The accelerator sends the hosts of both regions to the active one, since sessions live there. Write: routing: failover, or remove globalAccelerator.',
        ),
      ]
    : [];
});

/** Only where Azure DNS keeps the zone is there a way around Front Door to choose. */
export const wayAroundFrontDoor = rule(['cloud', 'edge'], ({ cloud, edge }) =>
  cloudNativeOf(edge)?.azure?.entry === 'traffic-manager' && clustersOn({ cloud }, 'aws').length > 0
    ? [
        relation(
          'edge.azure.entry',
          ['cloud.use'],
          `'traffic-manager' needs all clusters on Azure, and cloud.use is ${cloud.use}`,
          'Route 53 leads to the cluster at AWS by itself while Front Door is down. Write: entry: front-door',
        ),
      ]
    : [],
);

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'];

/** Ranges of a company on the internet: networks, not addresses in them, not the whole world, and none that never leaves a building. */
export const adminRanges = rule(['edge'], ({ edge }) =>
  (cloudNativeOf(edge)?.adminRanges ?? []).flatMap((text, index) => adminRange(text, `edge.adminRanges.${index}`)),
);

function adminRange(text: string, path: string): readonly Problem[] {
  const range = parseCidr(text);
  const wrong = (message: string, fix: string): readonly Problem[] => [{ code: 'input/value', path, message: `${text} ${message}`, fix }];
  const start = range.base - (range.base % rangeSize(range));
  if (range.bits < 8)
    return wrong(
      'is more than a company has',
      'Allowed: public networks of /8 to /32. Who may open the pages of the platform is said here, before any login. Example: 203.0.113.0/24',
    );
  if (start !== range.base)
    return wrong(
      `is an address inside a /${range.bits}, not the network itself`,
      `Write the first address of the network: ${formatCidr({ base: start, bits: range.bits })}`,
    );
  const inside = privateRanges.find((each) => rangesOverlap(parseCidr(each), range));
  return inside === undefined
    ? []
    : wrong(
        `is inside ${inside}, which is never seen on the internet`,
        'Write the public addresses with which the office or the VPN leaves. Example: 203.0.113.0/24',
      );
}

/** Front Door has a name and no address; the name of a zone itself can only be an address. */
export const zoneItself = rule(['cloud', 'edge', 'workloads'], ({ cloud, edge, workloads }) => {
  const zone = cloudNativeOf(edge)?.zone.name;
  const behind = clustersOn({ cloud }, 'azure').map(({ name }) => name);
  return workloads.flatMap(({ host, clusters, name }, index) =>
    host === zone && behind.some((cluster) => clusters === undefined || clusters.includes(cluster))
      ? [
          relation(
            `workloads.${index}.host`,
            ['edge.zone.name'],
            `'${host}' is the zone itself, which cannot lead to Front Door`,
            `A name that leads to another name must be below the zone. Write, for example: host: ${name}.${zone}`,
          ),
        ]
      : [],
  );
});
