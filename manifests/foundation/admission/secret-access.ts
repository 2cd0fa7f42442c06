/** The store holds the secrets of all components; each namespace may ask for those that it declared, and no others. */
import type { Intents } from '../../../lib/components';
import { celList, type AdmissionRule } from '../../../lib/constructs/admission-rule';
import { secretStore, type Names } from '../../../lib/names';

/** Keys of the store that each namespace declared. */
export function storeKeys(secrets: readonly Readonly<Intents['secrets']>[], names: Names): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, Set<string>>();
  for (const secret of secrets)
    for (const value of Object.values(secret.keys))
      if (value.from === 'store') keys.set(secret.namespace, (keys.get(secret.namespace) ?? new Set()).add(names.secret(value.id)));
  return new Map([...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([namespace, of]) => [namespace, [...of].sort()]));
}

export function secretAccess(keys: ReadonlyMap<string, readonly string[]>): AdmissionRule {
  const table = [...keys].map(([namespace, of]) => `${JSON.stringify(namespace)}: ${celList(of)}`).join(', ');
  return {
    name: 'secret-access',
    resources: [{ apiGroups: ['external-secrets.io'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['externalsecrets'] }],
    variables: {
      declared: `{${table}}`,
      allowed: 'object.metadata.namespace in variables.declared ? variables.declared[object.metadata.namespace] : []',
      data: 'has(object.spec.data) ? object.spec.data : []',
      dataFrom: 'has(object.spec.dataFrom) ? object.spec.dataFrom : []',
    },
    validations: [
      {
        expression:
          'variables.data.all(d, d.remoteRef.key in variables.allowed) && variables.dataFrom.all(d, !has(d.find) && (!has(d.extract) || d.extract.key in variables.allowed))',
        messageExpression: '"namespace " + object.metadata.namespace + " may read only: " + variables.allowed.join(", ")',
        message: 'a namespace may read only the secrets that its components declared',
        reason: 'Forbidden',
      },
      {
        expression: `!has(object.spec.secretStoreRef) || object.spec.secretStoreRef.name == "${secretStore}"`,
        message: `the only store is ClusterSecretStore ${secretStore}`,
        reason: 'Forbidden',
      },
    ],
  };
}
