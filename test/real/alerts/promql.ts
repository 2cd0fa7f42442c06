/** Prometheus' own grammar of its query language. */
import { createRequire } from 'node:module';

export interface Node {
  readonly type: { readonly name: string };
  readonly from: number;
  readonly to: number;
  readonly parent: Node | null;
  readonly firstChild: Node | null;
  readonly lastChild: Node | null;
  readonly nextSibling: Node | null;
}
interface Parser {
  parse(text: string): { iterate(visit: { enter(node: { readonly node: Node }): void }): void };
}
// The package ships CommonJS, but describes itself to TypeScript as a module only.
export const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as { readonly parser: Parser };

/** Metrics that an expression asks for. */
export function metricsIn(expr: string): readonly string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      const name = node.type.name === 'VectorSelector' ? node.firstChild : null;
      if (name?.type.name === 'Identifier') found.push(expr.slice(name.from, name.to));
    },
  });
  return found;
}
