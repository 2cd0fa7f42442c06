/** Amounts in Kubernetes' terms as numbers: cores, or bytes. */
const factors: Readonly<Record<string, number>> = { '': 1, m: 0.001, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

export function parseQuantity(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(m|[KMGT]i)?$/.exec(text);
  const factor = factors[found?.[2] ?? ''];
  if (!found || factor === undefined) throw new Error(`'${text}' is no quantity`);
  return Number(found[1]) * factor;
}
