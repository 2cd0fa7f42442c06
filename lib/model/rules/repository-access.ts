import type { RepositoryAccess } from '../delivery';
import { relation, rule } from './rule';

const scheme: Readonly<Record<RepositoryAccess, 'https' | 'ssh'>> = { public: 'https', 'github-app': 'https', token: 'https', 'ssh-key': 'ssh' };
const otherHosts = /^https:\/\/(www\.)?(gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)[:/]/;

/** The way in must fit the URL: keys open ssh URLs, apps and tokens https URLs. */
export const repositoryAccess = rule(['delivery'], ({ delivery }) => {
  if (!('access' in delivery)) return [];
  const { repository, access } = delivery;
  const wanted = scheme[access];
  const also = ['delivery.access'];
  if (!repository.startsWith(`${wanted}://`)) {
    const url = wanted === 'ssh' ? repository.replace(/^https:\/\//, 'ssh://git@') : repository.replace(/^ssh:\/\/git@([^/:]+)(:\d+)?/, 'https://$1');
    const others = Object.entries(scheme)
      .filter(([, each]) => each !== wanted)
      .map(([each]) => each);
    return [
      relation(
        'delivery.repository',
        also,
        `'${repository}' does not fit delivery.access (${access}), which opens ${wanted} URLs`,
        `Write: repository: ${url} or: access: ${others[0] ?? ''}`,
      ),
    ];
  }
  if (access === 'github-app' && otherHosts.test(repository))
    return [
      relation(
        'delivery.repository',
        also,
        `'${repository}' is not at GitHub, but delivery.access is github-app`,
        'An app of GitHub opens repositories at GitHub only. Write: access: token',
      ),
    ];
  return [];
});
