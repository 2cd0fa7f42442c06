/** IAM policies as text: one statement, one order of keys, so that a diff shows permissions and nothing else. */

type Values = string | readonly string[];
export type Conditions = Readonly<Record<string, Readonly<Record<string, Values>>>>;
export type Principal = '*' | { readonly AWS: Values } | { readonly Service: Values } | { readonly Federated: string };

export interface Statement {
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Resource policies only. */
  readonly principal?: Principal;
  readonly actions: Values;
  /** Left out in trust policies. */
  readonly resources?: Values;
  readonly conditions?: Conditions;
}

/** Policy document as JSON text. */
export const policy = (statements: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements.map(asJson) });

const asJson = ({ sid, effect = 'Allow', principal, actions, resources, conditions }: Statement) => ({
  Sid: sid,
  Effect: effect,
  ...(principal === undefined ? {} : { Principal: principal }),
  Action: actions,
  ...(resources === undefined ? {} : { Resource: resources }),
  ...(conditions === undefined ? {} : { Condition: conditions }),
});

/** One value as it is, several as a list: how people write them. */
export const oneOrMany = (values: readonly string[]): Values => (values.length === 1 ? (values[0] ?? '') : values);

/** An IAM or flow-log variable inside text that Terraform also reads as a template. */
export const variable = (name: string): string => `$\${${name}}`;

/** Refuses whoever does not use TLS. */
export const denyWithoutTls = (actions: Values, resources: Values): Statement => ({
  sid: 'DenyWithoutTls',
  effect: 'Deny',
  principal: '*',
  actions,
  resources,
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
});
