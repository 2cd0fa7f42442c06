/** Small changes of alerts, to see whether the unit tests are near enough to notice them. */
import { parser, type Node } from './promql';
import type { Group, Rule } from './rule-files';

export interface Mutant {
  readonly alert: string;
  readonly change: string;
  readonly rule: Rule;
}

export const mutantsOf = ({ rules }: Group): readonly Mutant[] =>
  rules.flatMap((rule) => (rule.alert === undefined ? [] : ofAlert({ ...rule, alert: rule.alert })));

function ofAlert(rule: Rule & { readonly alert: string }): readonly Mutant[] {
  const mutant = (change: string, changed: Partial<Rule>): Mutant => ({ alert: rule.alert, change, rule: { ...rule, ...changed } });
  const { expr } = rule;
  return [
    ...(rule.for === undefined ? [] : [mutant('no waiting time', { for: '0s' }), mutant('twice the waiting time', { for: twice(rule.for) })]),
    ...comparisons(expr).flatMap(({ from, to }) =>
      replacements(expr.slice(from, to)).map((text) =>
        mutant(`"${text}" in place of "${expr.slice(from, to)}"`, { expr: `${expr.slice(0, from)}${text}${expr.slice(to)}` }),
      ),
    ),
  ];
}

const twice = (duration: string): string => duration.replace(/\d+/, (amount) => String(Number(amount) * 2));

/** Operator and number of each comparison with a number. The guard against division by zero is none: without it there is no result either. */
function comparisons(expr: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      if (node.type.name !== 'BinaryExpr' || guards(node)) return;
      const operator = childOfType(node, /^(Gtr|Lss|Gte|Lte|Eql|EqlC|Neq|EqlSingle)$/);
      const number = node.lastChild === null ? undefined : leadingNumber(node.lastChild);
      if (operator !== undefined && number !== undefined && !isCountAboveZero(expr, node, number)) found.push({ from: operator.from, to: number.to });
    },
  });
  return found;
}

function childOfType(node: Node, name: RegExp): Node | undefined {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (name.test(child.type.name)) return child;
  return undefined;
}

/** The number with which an operand begins: 7 in `7 * 86400`, 14.4 in `(14.4 * (1 - x))`. */
function leadingNumber(operand: Node): Node | undefined {
  let node: Node | null = operand;
  while (node !== null && ['BinaryExpr', 'ParenExpr'].includes(node.type.name)) node = node.firstChild;
  return node?.type.name === 'NumberDurationLiteral' || node?.type.name === 'NumberLiteral' ? node : undefined;
}

/** `a / (b > 0)` */
function guards(node: Node): boolean {
  const parens = node.parent;
  const division = parens?.type.name === 'ParenExpr' ? parens.parent : null;
  return division?.type.name === 'BinaryExpr' && childOfType(division, /^Div$/) !== undefined && division.lastChild?.from === parens?.from;
}

/** `count(x) > 0` is never zero: it is there or not. */
const isCountAboveZero = (expr: string, node: Node, number: Node): boolean =>
  expr.slice(number.from, number.to) === '0' && /^count ?\(/.test(expr.slice(node.from, node.to));

/** A little more and a little less: one for small whole numbers, a quarter for others. At zero only the operator can move. */
function replacements(comparison: string): readonly string[] {
  const [, operator = '', space = '', text = ''] = /^([<>=!]+)((?:\s*on \([^)]*\)(?: group_left \([^)]*\))?)?[\s(]*)(.*)$/.exec(comparison) ?? [];
  const number = Number(text);
  const moved: Readonly<Record<string, readonly string[]>> = { '>': ['>='], '<': ['<='], '>=': ['>'], '<=': ['<'], '==': ['== 1 +'], '!=': ['=='] };
  if (number === 0) return (moved[operator] ?? []).map((other) => `${other}${space}${text}`);
  const values = Number.isInteger(number) && number < 10 ? [number - 1, number + 1] : [number * 0.8, number * 1.25];
  return values.map((value) => `${operator}${space}${Number(value.toPrecision(6))}`);
}
