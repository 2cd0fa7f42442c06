import { formatCidr, parseCidr, rangeSize, rangesOverlap } from '../addresses';
import type { Problem } from '../problem';
import { contains, ranges, type NamedRange } from './ranges';
import { rule } from './rule';

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;
/** Shared address space: routed inside a VPC or VNet, but refused for Services by EKS. */
const sharedRange = '100.64.0.0/10';
/** AKS refuses these for nodes, pods and Services. */
const azureReserved = ['172.30.0.0/16', '172.31.0.0/16'] as const;

/** Each range by itself: a network address, private, of a size that the subnets below it fit into. */
export const networkRanges = rule(['cloud'], ({ cloud }) =>
  ranges(cloud.clusters).flatMap((named) => {
    const problem = [hostBits, size, addressSpace, reserved].map((check) => check(named)).find((found) => found !== undefined);
    return problem ? [problem] : [];
  }),
);

const wrong = ({ path, text }: NamedRange, message: string, fix: string): Problem => ({ code: 'input/value', path, message: `${text} ${message}`, fix });
const keyOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function hostBits(named: NamedRange): Problem | undefined {
  const { range, path } = named;
  const start = range.base - (range.base % rangeSize(range));
  if (start === range.base) return undefined;
  const network = formatCidr({ base: start, bits: range.bits });
  return wrong(named, `is an address inside a /${range.bits}, not the network itself`, `Write the first address of the network: ${keyOf(path)}: ${network}`);
}

function size(named: NamedRange): Problem | undefined {
  const {
    range,
    what,
    bits: [smallest, largest],
    path,
  } = named;
  if (range.bits >= smallest && range.bits <= largest) return undefined;
  const bits = range.bits < smallest ? smallest : largest;
  const why = {
    VPC: 'Subnets for three zones are cut out of it.',
    VNet: 'Subnets for firewall, ingress, endpoints and nodes are cut out of it.',
    pods: 'Each node takes a /24 of it.',
    Services: 'Each Service takes one address of it.',
  }[what];
  const base = range.base - (range.base % 2 ** (32 - bits));
  return wrong(
    named,
    `is too ${range.bits < smallest ? 'large' : 'small'} for ${what}`,
    `Allowed: /${smallest} to /${largest}. ${why} Write: ${keyOf(path)}: ${formatCidr({ base, bits })}`,
  );
}

function addressSpace(named: NamedRange): Problem | undefined {
  const { range, what } = named;
  const allowed = what === 'Services' ? privateRanges : [...privateRanges, sharedRange];
  if (allowed.some((outer) => contains(parseCidr(outer), range))) return undefined;
  const why =
    what === 'Services' ? 'EKS and AKS take private ranges for Services only.' : 'Anything else belongs to somebody on the internet, or to the machine itself.';
  return wrong(named, 'is not inside a private range', `Allowed: networks inside ${allowed.join(', ')}. ${why}`);
}

function reserved(named: NamedRange): Problem | undefined {
  if (named.provider !== 'azure') return undefined;
  const taken = azureReserved.find((each) => rangesOverlap(parseCidr(each), named.range));
  return taken ? wrong(named, `overlaps ${taken}, which AKS keeps for itself`, `Allowed: private networks outside ${azureReserved.join(' and ')}.`) : undefined;
}
