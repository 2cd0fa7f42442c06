/** Values of server parameters, as they are written and as the server shows them. */

const bytes: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };
const milliseconds: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Whether two texts are the same amount, switch or list. */
export const sameValue = (one: string, other: string): boolean => plain(one) === plain(other);

function plain(value: string): string | number {
  const [, amount, unit = ''] = /^(-?[\d.]+)([A-Za-z]*)$/.exec(value) ?? [];
  if (amount === undefined) return value;
  const factor = unit === '' ? 1 : (bytes[unit] ?? milliseconds[unit]);
  return factor === undefined ? value : Number(amount) * factor;
}
