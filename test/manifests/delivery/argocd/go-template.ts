/**
 * As much of Go's templates as our ApplicationSets use: fields, `if`, `else if`, `range`, `eq`, `printf`, `toJson`, and
 * trimming dashes. A missing key is an error, as the ApplicationSets ask for.
 */
type Node =
  | { readonly text: string }
  | { readonly value: string }
  | { readonly when: string; readonly then: readonly Node[]; readonly otherwise: readonly Node[] }
  | { readonly each: string; readonly body: readonly Node[] };

export function rendered(template: string, data: unknown): string {
  const tokens = tokensOf(template);
  const { nodes, end } = parse(tokens, 0);
  if (end !== tokens.length) throw new Error(`'${tokens[end]?.text ?? ''}' closes nothing`);
  return print(nodes, data);
}

interface Token {
  readonly action: boolean;
  readonly text: string;
}

function tokensOf(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = template;
  let trimNext = false;
  while (rest !== '') {
    const start = rest.indexOf('{{');
    let text = start < 0 ? rest : rest.slice(0, start);
    if (trimNext) text = text.trimStart();
    if (start < 0) return [...tokens, { action: false, text }];
    const end = rest.indexOf('}}', start);
    if (end < 0) throw new Error('an action does not end');
    const inner = rest.slice(start + 2, end);
    const trimBefore = inner.startsWith('- ');
    trimNext = inner.endsWith(' -');
    tokens.push(
      { action: false, text: trimBefore ? text.trimEnd() : text },
      { action: true, text: inner.slice(trimBefore ? 1 : 0, trimNext ? -1 : undefined).trim() },
    );
    rest = rest.slice(end + 2);
  }
  return tokens;
}

function parse(tokens: readonly Token[], from: number): { readonly nodes: readonly Node[]; readonly end: number } {
  const nodes: Node[] = [];
  let at = from;
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    if (!token.action) nodes.push({ text: token.text });
    else if (token.text === 'end' || token.text.startsWith('else')) break;
    else if (token.text.startsWith('if ')) {
      const { node, end } = conditional(tokens, at, token.text.slice(3));
      nodes.push(node);
      at = end;
    } else if (token.text.startsWith('range ')) {
      const { nodes: body, end } = parse(tokens, at + 1);
      nodes.push({ each: token.text.slice(6), body });
      at = end;
    } else nodes.push({ value: token.text });
    at++;
  }
  return { nodes, end: at };
}

function conditional(tokens: readonly Token[], at: number, when: string): { readonly node: Node; readonly end: number } {
  const { nodes: then, end } = parse(tokens, at + 1);
  const next = tokens[end]?.text;
  if (next === 'end') return { node: { when, then, otherwise: [] }, end };
  if (next === 'else') {
    const { nodes: otherwise, end: close } = parse(tokens, end + 1);
    return { node: { when, then, otherwise }, end: close };
  }
  if (next?.startsWith('else if ')) {
    const { node, end: close } = conditional(tokens, end, next.slice('else if '.length));
    return { node: { when, then, otherwise: [node] }, end: close };
  }
  throw new Error(`'if ${when}' does not end`);
}

function print(nodes: readonly Node[], data: unknown): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      if ('value' in node) return String(evaluate(node.value, data));
      if ('when' in node) return print(evaluate(node.when, data) === true ? node.then : node.otherwise, data);
      return (evaluate(node.each, data) as readonly unknown[]).map((item) => print(node.body, item)).join(''); // only lists are ranged over
    })
    .join('');
}

const functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  eq: (a, b) => a === b,
  printf: (format, ...args) => args.reduce<string>((text, arg) => text.replace('%s', () => String(arg)), String(format)),
  // Go's encoder writes these characters so that HTML can hold them.
  toJson: (value) => JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
};

function evaluate(pipeline: string, data: unknown): unknown {
  const words = pipeline.match(/"(?:[^"\\]|\\.)*"|\||[^\s|]+/g) ?? [];
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === '|') commands.push([]);
    else commands[commands.length - 1]?.push(word);
  }
  return commands.reduce<readonly unknown[]>((piped, [head = '', ...args]) => {
    const values = [...args.map((arg) => operand(arg, data)), ...piped];
    const call = functions[head];
    return [call ? call(...values) : operand(head, data)];
  }, [])[0];
}

function operand(word: string, data: unknown): unknown {
  if (word.startsWith('"')) return JSON.parse(word);
  if (!word.startsWith('.')) throw new Error(`function '${word}' is not known here`);
  return word
    .split('.')
    .filter((key) => key !== '')
    .reduce<unknown>((value, key) => {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) throw new Error(`map has no entry for key "${key}"`);
      return (value as Readonly<Record<string, unknown>>)[key];
    }, data);
}
