/** One ExternalSecret for each Secret that a component asked for. */
import type { Chart } from 'cdk8s';
import { ExternalSecret, type ExternalSecretProps } from '../../../imports/external-secrets.io';
import type { Intents } from '../../../lib/components';
import { secretStore, type Names } from '../../../lib/names';
import { generators } from './generated';

type Spec = NonNullable<ExternalSecretProps['spec']>;
type Secret = Readonly<Intents['secrets']>;

export function externalSecret(chart: Chart, secret: Secret, names: Names): void {
  const { namespace, name } = secret;
  const generated = Object.values(secret.keys).some(({ from }) => from === 'generated');
  const stored = Object.values(secret.keys).some(({ from }) => from === 'store');
  // One is renewed every hour, the other never: in one object either the stored value would go stale or the generated one would change under its users.
  if (generated && stored) throw new RangeError(`secret ${namespace}/${name} mixes stored and generated values: state two secrets`);
  const metadata = { name, namespace };
  if (generated) {
    const dataFrom = generators(chart, secret);
    // Orphan: the Secret outlives its ExternalSecret, since what it opens knows the password as well.
    new ExternalSecret(chart, `${namespace}-${name}`, { metadata, spec: { refreshPolicy: 'CreatedOnce', target: target(secret, 'Orphan'), dataFrom } });
    return;
  }
  const spec: Spec = {
    refreshPolicy: 'Periodic',
    refreshInterval: '1h0m0s',
    secretStoreRef: { kind: 'ClusterSecretStore', name: secretStore },
    target: target(secret, 'Owner'),
    data: storedKeys(secret, names),
  };
  new ExternalSecret(chart, `${namespace}-${name}`, { metadata, spec });
}

const storedKeys = ({ keys }: Secret, names: Names): NonNullable<Spec['data']> =>
  Object.entries(keys)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([secretKey, value]) =>
      value.from === 'store'
        ? [
            {
              secretKey,
              remoteRef: {
                key: names.secret(value.id),
                property: value.property,
                conversionStrategy: 'Default',
                decodingStrategy: 'None',
                metadataPolicy: 'None',
              } as const,
            },
          ]
        : [],
    );

/** Retain: a value that is missing in the store for a moment takes nothing away from running pods. */
function target(secret: Secret, creationPolicy: 'Owner' | 'Orphan'): NonNullable<Spec['target']> {
  const { name, labels, annotations, type } = secret;
  const data = templateData(secret);
  const metadata = { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  const template = {
    engineVersion: 'v2',
    type: type ?? 'Opaque',
    mergePolicy: secret.template ? 'Replace' : 'Merge',
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
  } as const;
  return { name, creationPolicy, deletionPolicy: 'Retain', template };
}

/** With a template exactly its keys, else the literals beside the keys as they are. */
function templateData({ keys, template }: Secret): Readonly<Record<string, string>> {
  const literals = Object.entries(keys).flatMap(([key, value]) => (value.from === 'literal' ? [[key, value.value] as const] : []));
  if (!template) return Object.fromEntries(literals.map(([key, value]) => [key, goText(value)]));
  return Object.fromEntries(Object.entries(template).map(([key, text]) => [key, literals.reduce(withLiteral, text)]));
}

/** The operator knows fetched values only: a literal is written into the template where it is named. */
function withLiteral(text: string, [key, value]: readonly [string, string]): string {
  return text.replace(/\{\{.*?\}\}/gs, (action) =>
    action
      .replaceAll(`index . ${JSON.stringify(key)}`, JSON.stringify(value))
      .replace(new RegExp(`\\.${escaped(key)}(?![\\w-])`, 'g'), () => JSON.stringify(value)),
  );
}
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Text that a Go template gives back unchanged. */
const goText = (text: string): string => (text.includes('{{') ? `{{ ${JSON.stringify(text)} }}` : text);
