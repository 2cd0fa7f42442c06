/** IPv4 arithmetic on CIDR notation. */

export interface Range {
  /** First address as a number. */
  readonly base: number;
  readonly bits: number;
}

export function parseCidr(cidr: string): Range {
  const [address = '', bits = ''] = cidr.split('/');
  return { base: address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0), bits: Number(bits) };
}
export const addressAt = (base: number): string => [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.');
export const formatCidr = ({ base, bits }: Range): string => `${addressAt(base)}/${bits}`;
export const rangeSize = ({ bits }: Range): number => 2 ** (32 - bits);
export const rangesOverlap = (a: Range, b: Range): boolean => a.base < b.base + rangeSize(b) && b.base < a.base + rangeSize(a);

/** Whether every address of `inner` is in `outer`, both in CIDR notation. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  return a.base <= b.base && b.base + rangeSize(b) <= a.base + rangeSize(a);
}

/** The `index`-th network of size /`bits` inside `cidr`. @throws RangeError when it does not fit */
export function subnet(cidr: string, bits: number, index: number): string {
  const whole = parseCidr(cidr);
  const base = whole.base + index * 2 ** (32 - bits);
  if (bits < whole.bits || base + 2 ** (32 - bits) > whole.base + rangeSize(whole)) throw new RangeError(`/${bits} number ${index} does not fit into ${cidr}`);
  return formatCidr({ base, bits });
}
/** The `index`-th address of `cidr`. */
export const hostAddress = (cidr: string, index: number): string => addressAt(parseCidr(cidr).base + index);
