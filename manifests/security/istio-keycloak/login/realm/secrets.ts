/** Secrets of clients at the identity provider: one Secret with a key for each client that the name contract knows. */
import type { ComponentIntents } from '../../../../../lib/components';
import { ownIdentity, type Platform } from '../../../../../lib/model';
import { namespaces, secrets } from '../../../../../lib/names';

/** Mail server of the realm, if there is one. */
export const smtpOf = ({ security }: Pick<Platform, 'security'>) => ownIdentity(security)?.smtp;

const syncId = 'realm-sync';
export const clientSecrets = {
  /** Keys are ids of the name contract. */
  name: 'keycloak-clients',
  /** Client of the job that keeps the realm; keys client-id and client-secret. */
  syncSecret: 'keycloak-realm-sync',
  syncClientId: 'realm-sync',
  /** Keys username and password of the mail server. */
  smtpSecret: 'keycloak-smtp',
} as const;

/** Ids of the contract that hold a client secret for the realm. */
export const clientSecretIds = (platform: Platform): readonly string[] =>
  secrets(platform).flatMap(({ id, properties }) => (properties.includes('client-secret') && id !== syncId ? [id] : []));

/** Variable that carries a client secret into the realm. */
export const secretVariable = (id: string): string => `${id.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`;

export interface Variable {
  readonly name: string;
  readonly secret: { readonly name: string; readonly key: string };
}
/** Variables that the realm refers to, and where their values are. */
export const realmVariables = (platform: Platform): readonly Variable[] => [
  ...clientSecretIds(platform).map((id) => ({ name: secretVariable(id), secret: { name: clientSecrets.name, key: id } })),
  ...(smtpOf(platform)
    ? (['username', 'password'] as const).map((key) => ({ name: `SMTP_${key.toUpperCase()}`, secret: { name: clientSecrets.smtpSecret, key } }))
    : []),
];

export const realmSecrets = (platform: Platform): NonNullable<ComponentIntents['secrets']> => {
  const namespace = namespaces.identity;
  return [
    {
      namespace,
      name: clientSecrets.name,
      keys: Object.fromEntries(clientSecretIds(platform).map((id) => [id, { from: 'store' as const, id, property: 'client-secret' }])),
    },
    {
      namespace,
      name: clientSecrets.syncSecret,
      keys: { 'client-id': { from: 'literal', value: clientSecrets.syncClientId }, 'client-secret': { from: 'store', id: syncId, property: 'client-secret' } },
    },
    ...(smtpOf(platform)
      ? [
          {
            namespace,
            name: clientSecrets.smtpSecret,
            keys: {
              username: { from: 'store' as const, id: 'smtp', property: 'username' },
              password: { from: 'store' as const, id: 'smtp', property: 'password' },
            },
          },
        ]
      : []),
  ];
};
