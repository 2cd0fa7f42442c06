/**
 * Logstash's language, as far as its grammar goes (logstash-core/lib/logstash/compiler/lscl/lscl_grammar.treetop): sections, plugins,
 * values, branches with conditions. Logstash itself is not to be had here.
 */
export interface PluginUse {
  readonly section: string;
  readonly name: string;
  readonly settings: readonly string[];
}

/** @throws Error with the place of what is no sentence of the language */
export function parsePipeline(text: string): readonly PluginUse[] {
  let at = 0;
  const used: PluginUse[] = [];
  const fail = (wanted: string): never => {
    throw new Error(`${wanted} expected at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
  };
  const space = (): void => void take(/(?:\s|#[^\n]*\n)*/y);
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const want = (pattern: RegExp, what: string): string => {
    space();
    return take(pattern) ?? fail(what);
  };
  const peek = (pattern: RegExp): boolean => {
    space();
    pattern.lastIndex = at;
    return pattern.test(text);
  };
  const quoted = /'[^']*'|"(?:\\"|[^"])*"/y;
  const value = (): void => {
    if (peek(/\[/y)) return list();
    if (peek(/\{/y)) {
      want(/\{/y, '{');
      while (!peek(/\}/y)) {
        want(quoted, 'key');
        want(/=>/y, '=>');
        value();
      }
      want(/\}/y, '}');
      return;
    }
    want(/'[^']*'|"(?:\\"|[^"])*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*/y, 'value');
  };
  const list = (): void => {
    want(/\[/y, '[');
    while (!peek(/\]/y)) {
      value();
      if (peek(/,/y)) want(/,/y, ',');
    }
    want(/\]/y, ']');
  };
  const field = /(?:\[[^\][,]+\])+/y;
  const operand = (): void => {
    if (peek(field)) want(field, 'field');
    else value();
  };
  const condition = (): void => {
    operand();
    if (peek(/(?:not )?in\b/y)) {
      want(/(?:not )?in\b/y, 'in');
      list();
    } else if (peek(/[=!]~/y)) {
      want(/[=!]~/y, '=~');
      const pattern = want(/\/(?:\\\/|[^/])*\//y, 'pattern').slice(1, -1);
      new RegExp(pattern.replaceAll('\\A', '^').replaceAll('\\z', '$'));
    } else if (peek(/[=!<>]=?/y)) {
      want(/[=!<>]=?/y, 'operator');
      operand();
    }
    if (peek(/and|or/y)) {
      want(/and|or/y, 'and');
      condition();
    }
  };
  const statements = (section: string): void => {
    want(/\{/y, '{');
    while (!peek(/\}/y)) {
      if (peek(/if\b/y)) {
        want(/if\b/y, 'if');
        condition();
        statements(section);
        while (peek(/else if\b/y)) {
          want(/else if\b/y, 'else if');
          condition();
          statements(section);
        }
        if (peek(/else\b/y)) {
          want(/else\b/y, 'else');
          statements(section);
        }
      } else plugin(section);
    }
    want(/\}/y, '}');
  };
  const plugin = (section: string): void => {
    const name = want(/\w+/y, 'plugin');
    const settings: string[] = [];
    want(/\{/y, '{');
    while (!peek(/\}/y)) {
      settings.push(want(/\w+/y, 'setting'));
      want(/=>/y, '=>');
      value();
    }
    want(/\}/y, '}');
    used.push({ section, name, settings });
  };
  while (peek(/\S/y)) statements(want(/input|filter|output/y, 'section'));
  return used;
}
