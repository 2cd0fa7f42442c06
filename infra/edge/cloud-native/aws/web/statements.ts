/** Statements of WAFv2 in its own words: the provider's classes pass them through as they are. */
export type WafStatement = Readonly<Record<string, unknown>>;

const transformations = (...types: readonly string[]) => types.map((type, priority) => ({ priority, type }));

/** The host begins with one of these; a port or a dot behind it changes nothing. */
export const hostIn = (hosts: readonly string[]): WafStatement =>
  anyOf(
    [...hosts].sort().map((host) => ({
      byte_match_statement: {
        field_to_match: { single_header: { name: 'host' } },
        positional_constraint: 'STARTS_WITH',
        search_string: host,
        text_transformation: transformations('LOWERCASE'),
      },
    })),
  );

/** The path is, or begins with, this one, however it is written. */
export const path = (constraint: 'EXACTLY' | 'STARTS_WITH', search: string): WafStatement => ({
  byte_match_statement: {
    field_to_match: { uri_path: {} },
    positional_constraint: constraint,
    search_string: search,
    text_transformation: transformations('URL_DECODE', 'NORMALIZE_PATH'),
  },
});

export const methodIn = (methods: readonly string[]): WafStatement =>
  anyOf(
    methods.map((search) => ({
      byte_match_statement: {
        field_to_match: { method: {} },
        positional_constraint: 'EXACTLY',
        search_string: search,
        text_transformation: transformations('NONE'),
      },
    })),
  );

export const fromSet = (arn: string): WafStatement => ({ ip_set_reference_statement: { arn } });

/** WAFv2 refuses lists of one. */
export const anyOf = (statements: readonly WafStatement[]): WafStatement => {
  const [first = {}, ...others] = statements;
  return others.length === 0 ? first : { or_statement: { statement: [...statements] } };
};
export const allOf = (...statements: readonly WafStatement[]): WafStatement => ({ and_statement: { statement: [...statements] } });
export const not = (statement: WafStatement): WafStatement => ({ not_statement: { statement: [statement] } });

/** Requests a minute and address; counted over a minute. */
export const moreThan = (limit: number, scope?: WafStatement): WafStatement => ({
  rate_based_statement: { aggregate_key_type: 'IP', evaluation_window_sec: 60, limit, ...(scope ? { scope_down_statement: scope } : {}) },
});

export interface ManagedGroup {
  readonly name: string;
  /** Rules that only count: what the platform's own traffic would trip over. */
  readonly counted?: readonly string[];
  /** Requests that it judges. @default - all */
  readonly scope?: WafStatement;
}
/** A group of rules that AWS maintains. */
export const managed = ({ name, counted = [], scope }: ManagedGroup): WafStatement => ({
  managed_rule_group_statement: {
    vendor_name: 'AWS',
    name,
    rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
    ...(scope ? { scope_down_statement: scope } : {}),
  },
});
