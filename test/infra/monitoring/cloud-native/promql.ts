/** What a test asks of a query, by Prometheus' own parser. */
import { createRequire } from 'node:module';

interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
}
// The package ships CommonJS, but describes itself to TypeScript as a module only.
const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as { readonly parser: { parse(text: string): { readonly topNode: Node } } };

function children({ firstChild }: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
const all = (node: Node): readonly Node[] => [node, ...children(node).flatMap(all)];

/** Texts of all parts of a kind. */
export const partsOf = (expr: string, kind: string): readonly string[] =>
  all(parser.parse(expr).topNode)
    .filter(({ name }) => name === kind)
    .map(({ from, to }) => expr.slice(from, to));

/** Parts of a query that select series without naming a metric. */
export const namelessSelectors = (expr: string): readonly string[] =>
  all(parser.parse(expr).topNode)
    .filter((node) => node.name === 'VectorSelector' && !children(node).some(({ name }) => name === 'Identifier'))
    .map(({ from, to }) => expr.slice(from, to));

/** Whether series of a part carry the label `cluster`, where every stored series does. */
type Carries = boolean | 'scalar';

/** Operators whose two sides would not find each other, since only one of them carries the label `cluster`. */
export function strangers(expr: string): readonly string[] {
  const found: string[] = [];
  const text = ({ from, to }: Node) => expr.slice(from, to);
  const ofArguments = (node: Node | undefined): Carries =>
    (node ? children(node) : []).map(carries).reduce<Carries>((before, each) => (each === 'scalar' ? before : each), 'scalar');
  const listsCluster = (node: Node | undefined) => node !== undefined && all(node).some((each) => each.name === 'LabelName' && text(each) === 'cluster');

  function aggregate(parts: readonly Node[]): Carries {
    const [operator] = parts;
    const modifier = parts.find(({ name }) => name === 'AggregateModifier');
    const inner = ofArguments(parts.find(({ name }) => name === 'FunctionCallBody'));
    if (operator && /^(top|bottom)k$/.test(text(operator))) return inner;
    if (!modifier) return false;
    return children(modifier)[0]?.name === 'By' ? listsCluster(modifier) && inner : !listsCluster(modifier) && inner;
  }
  function binary(parts: readonly Node[]): Carries {
    const matching = parts.find(({ name }) => name === 'MatchingModifierClause');
    const [left, operator, right] = parts.filter(({ name }) => name !== 'MatchingModifierClause' && name !== 'BoolModifier');
    if (!left || !operator || !right) throw new Error(`no two sides in ${expr}`);
    const sides = [carries(left), carries(right)] as const;
    const matched = matching !== undefined && (children(matching).some(({ name }) => name === 'On') || listsCluster(matching));
    if (!sides.includes('scalar') && sides[0] !== sides[1] && !matched) found.push(`${text(left)} ${operator.name} ${text(right)}`);
    return sides[0] === 'scalar' ? sides[1] : sides[0];
  }
  function call([name, body]: readonly Node[]): Carries {
    const inside = ofArguments(body);
    if (!name || /^(time|scalar)$/.test(text(name))) return 'scalar';
    return /^(vector|absent)$/.test(text(name)) ? false : inside;
  }
  function carries(node: Node): Carries {
    const parts = children(node);
    if (node.name === 'VectorSelector') return true;
    if (node.name === 'AggregateExpr') return aggregate(parts);
    if (node.name === 'BinaryExpr') return binary(parts);
    if (node.name === 'FunctionCall') return call(parts);
    return ofArguments(node); // parentheses, ranges, offsets
  }
  carries(parser.parse(expr).topNode);
  return found;
}
