/**
 * Terraform's template and expression syntax, as far as the names in it: which values does a text refer to. Not an
 * evaluator: operators and precedence do not matter for that.
 */
export interface Step {
  readonly kind: 'attribute' | 'index' | 'splat';
  readonly name: string;
}
export interface Reference {
  /** First name: a resource type, or var, local, data, each, self, count, path, terraform, module. */
  readonly root: string;
  readonly steps: readonly Step[];
  /** As written. */
  readonly text: string;
}
export interface Expressions {
  readonly references: readonly Reference[];
  readonly functions: readonly string[];
  /** The text is nothing but one `${…}`. */
  readonly whole: boolean;
  readonly problem?: string;
}

type Token = { readonly kind: 'name' | 'number' | 'string' | 'operator'; readonly text: string };

const nothing: Expressions = { references: [], functions: [], whole: false };

/** Names in a JSON string as Terraform reads it: a template, where `$${` and `%%{` are escapes. */
export function readTemplate(text: string): Expressions {
  if (!text.includes('${') && !text.includes('%{')) return nothing;
  const found = new Collector();
  try {
    const end = scanTemplate(text, 0, undefined, found);
    return { references: found.references, functions: found.functions, whole: text.startsWith('${') && found.spans === 1 && found.firstEnd === end };
  } catch (error) {
    return { ...nothing, problem: error instanceof SyntaxError ? error.message : 'unreadable' };
  }
}

/** Names in a bare expression: `depends_on`, `import.to` and the like have no `${}`. */
export function readExpression(text: string): Expressions {
  const found = new Collector();
  try {
    const { tokens } = tokenize(text, 0, undefined, found);
    found.collect(tokens);
    return { references: found.references, functions: found.functions, whole: true };
  } catch (error) {
    return { ...nothing, problem: error instanceof SyntaxError ? error.message : 'unreadable' };
  }
}

/** Reads template text up to `closing` (or the end), collecting names; gives the index behind it. */
function scanTemplate(text: string, start: number, closing: '"' | undefined, found: Collector): number {
  let index = start;
  while (index < text.length) {
    const two = text.slice(index, index + 2);
    if (text.startsWith('$${', index) || text.startsWith('%%{', index)) index += 3;
    else if (two === '${' || two === '%{') {
      const { tokens, end } = tokenize(text, index + 2, '}', found);
      found.collect(two === '%{' ? tokens.filter(({ text: word }) => !['if', 'else', 'endif', 'for', 'endfor'].includes(word)) : tokens);
      if (!closing) found.span(end);
      index = end;
    } else if (closing && text[index] === '\\') index += 2;
    else if (text[index] === closing) return index + 1;
    else index += 1;
  }
  if (closing) throw new SyntaxError('a string in an expression does not end');
  return index;
}

const tokenPattern = /\s+|([A-Za-z_][\w-]*)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(==|!=|<=|>=|&&|\|\||=>|\.\.\.|::|[-+*/%!<>?:=.,()[\]{}~])/y;

function tokenize(text: string, start: number, closing: '}' | undefined, found: Collector): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let depth = 0;
  let index = start;
  while (index < text.length) {
    if (text[index] === '"') {
      const end = scanTemplate(text, index + 1, '"', found);
      tokens.push({ kind: 'string', text: text.slice(index + 1, end - 1) });
      index = end;
      continue;
    }
    if (closing && depth === 0 && text[index] === closing) return { tokens, end: index + 1 };
    tokenPattern.lastIndex = index;
    const match = tokenPattern.exec(text);
    if (!match) throw new SyntaxError(`'${text.slice(index, index + 12)}' is no expression: write $\${ for a literal \${`);
    const [all, name, number, operator] = match;
    if (operator === '{') depth += 1;
    if (operator === '}') depth -= 1;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    index += all.length;
  }
  if (closing) throw new SyntaxError("an interpolation '${' does not end");
  return { tokens, end: index };
}

const keywords = new Set(['true', 'false', 'null', 'if', 'in', 'for', 'else']);

class Collector {
  readonly references: Reference[] = [];
  readonly functions: string[] = [];
  spans = 0;
  firstEnd = 0;

  /** Notes an outermost interpolation that ends at `end`. */
  span(end: number): void {
    this.spans += 1;
    this.firstEnd = end;
  }

  collect(tokens: readonly Token[]): void {
    const local = new Set(tokens.flatMap((token, index) => (token.text === 'for' && token.kind === 'name' ? forNames(tokens, index + 1) : [])));
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (token?.kind !== 'name') continue;
      const next = tokens[index + 1]?.text;
      const before = tokens[index - 1]?.text;
      if (next === '(' || next === '::') {
        if (before !== '::' && next === '(') this.functions.push(token.text);
        continue;
      }
      if (before === '::' || keywords.has(token.text)) continue;
      const { steps, end } = stepsFrom(tokens, index + 1);
      const isKey = steps.length === 0 && (tokens[end]?.text === '=' || (tokens[end]?.text === ':' && (before === '{' || before === ',')));
      if (!isKey && !local.has(token.text)) this.references.push({ root: token.text, steps, text: written(token.text, steps) });
      // A name in brackets was seen as part of the steps: look at what it refers to as well.
      this.collect(tokens.slice(index + 1, end).filter((each, position, all) => insideBrackets(all, position) && each.text !== '*'));
      index = end - 1;
    }
  }
}

function forNames(tokens: readonly Token[], start: number): readonly string[] {
  const end = tokens.findIndex(({ text }, index) => index >= start && text === 'in');
  return tokens.slice(start, end).flatMap(({ kind, text }) => (kind === 'name' ? [text] : []));
}

function stepsFrom(tokens: readonly Token[], start: number): { readonly steps: readonly Step[]; readonly end: number } {
  const steps: Step[] = [];
  let index = start;
  for (;;) {
    const next = tokens[index + 1];
    if (tokens[index]?.text === '.' && next && (next.kind !== 'operator' || next.text === '*')) {
      steps.push({ kind: next.text === '*' ? 'splat' : next.kind === 'number' ? 'index' : 'attribute', name: next.text });
      index += 2;
    } else if (tokens[index]?.text === '[') {
      const close = closingBracket(tokens, index);
      const only = close === index + 2 ? next : undefined;
      steps.push(only?.text === '*' ? { kind: 'splat', name: '*' } : { kind: 'index', name: only && only.kind !== 'name' ? only.text : '…' });
      index = close + 1;
    } else return { steps, end: index };
  }
}

function closingBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]?.text === '[') depth += 1;
    if (tokens[index]?.text === ']' && (depth -= 1) === 0) return index;
  }
  throw new SyntaxError("'[' without ']'");
}

function insideBrackets(tokens: readonly Token[], position: number): boolean {
  const before = tokens.slice(0, position);
  const count = (text: string) => before.filter((token) => token.text === text).length;
  return count('[') > count(']') && !(tokens[position]?.text === ']' && count('[') === count(']') + 1);
}

const written = (root: string, steps: readonly Step[]): string =>
  root + steps.map(({ kind, name }) => (kind === 'attribute' ? `.${name}` : kind === 'splat' ? '[*]' : `[${name}]`)).join('');
