/** How source-controller reads the platform's repository; a public one needs no secret. */
import type { ComponentIntents } from '../../../lib/components';
import { settingsOf, type RepositoryAccess } from '../../../lib/model';
import type { Context } from '../../context';
import { namespace, repositorySecretName } from './names';

/** Key of the Secret -> property in the store. */
const properties: Readonly<Record<RepositoryAccess, Readonly<Record<string, string>>>> = {
  public: {},
  'github-app': { githubAppID: 'app-id', githubAppInstallationID: 'installation-id', githubAppPrivateKey: 'private-key' },
  'ssh-key': { identity: 'ssh-private-key', known_hosts: 'known-hosts' },
  token: { username: 'username', password: 'password' },
};

export function repositorySecret({ platform }: Context): NonNullable<ComponentIntents['secrets']> {
  const { access, repository } = settingsOf(platform.delivery, 'flux');
  if (access === 'public') return [];
  const stored = Object.fromEntries(Object.entries(properties[access]).map(([key, property]) => [key, { from: 'store', id: 'repository', property } as const]));
  const literal = Object.fromEntries(Object.entries(serverKeys(access, repository)).map(([key, value]) => [key, { from: 'literal', value } as const]));
  return [{ namespace, name: repositorySecretName, keys: { ...stored, ...literal } }];
}

/** The same Secret by hand, before External Secrets is there: arguments of `kubectl create secret`. */
export const repositoryKeys = (access: RepositoryAccess, repository: string): readonly string[] =>
  [...Object.keys(properties[access]), ...Object.keys(serverKeys(access, repository))].map((key) =>
    files.has(key) ? `--from-file=${key}=<file>` : `--from-literal=${key}=${serverKeys(access, repository)[key] ?? '<value>'}`,
  );
const files = new Set(['githubAppPrivateKey', 'identity', 'known_hosts', 'password']);

/** An App of a server that is not github.com: where its API is. */
function serverKeys(access: RepositoryAccess, repository: string): Readonly<Record<string, string>> {
  const { hostname, origin } = new URL(repository);
  return access === 'github-app' && hostname !== 'github.com' ? { githubAppBaseURL: `${origin}/api/v3` } : {};
}
