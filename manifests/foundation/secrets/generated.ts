/** Values that are made once in the cluster and known to nobody: passwords between two components. */
import type { Chart } from 'cdk8s';
import type { ExternalSecretProps } from '../../../imports/external-secrets.io';
import { Password } from '../../../imports/generators.external-secrets.io';
import type { Intents, SecretValue } from '../../../lib/components';

type DataFrom = NonNullable<NonNullable<ExternalSecretProps['spec']>['dataFrom']>;
type Generated = Extract<SecretValue, { from: 'generated' }>;

/** One generator for each length and alphabet: every key gets a value of its own. */
export function generators(chart: Chart, { namespace, name, keys }: Readonly<Intents['secrets']>): DataFrom {
  const groups = new Map<string, { readonly value: Generated; readonly keys: string[] }>();
  for (const [key, value] of Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value.from !== 'generated') continue;
    const id = `${value.alphabet ?? 'alphanumeric'}-${value.length}`;
    const group = groups.get(id) ?? { value, keys: [] };
    group.keys.push(key);
    groups.set(id, group);
  }
  return [...groups].map(([id, group]) => {
    const generator = `${name}-${id}`;
    new Password(chart, `${namespace}-${generator}`, {
      metadata: { name: generator, namespace },
      spec: { ...passwordOf(group.value), secretKeys: group.keys },
    });
    return { sourceRef: { generatorRef: { apiVersion: Password.apiVersion, kind: 'Password', name: generator } } };
  });
}

/** No symbols: the value goes into URLs, connection strings and shells. Hex doubles the length, two digits a character. */
const passwordOf = ({ length, alphabet = 'alphanumeric' }: Generated) =>
  alphabet === 'hex'
    ? ({ length: Math.ceil(length / 2), symbols: 0, noUpper: false, allowRepeat: true, encoding: 'hex' } as const)
    : ({ length, digits: Math.floor(length / 4), symbols: 0, noUpper: false, allowRepeat: true } as const);
