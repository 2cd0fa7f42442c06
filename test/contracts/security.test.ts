import type { Security, Platform } from '../../lib/model';
import { proxiedHosts, ssoClients } from '../../lib/names';
import { registry } from '../../manifests/registry';
import { platformOf, withSecurity } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';
import { checked, intentsOf } from './whole-platform';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Security['use'], Platform> = {
  'istio-keycloak': platformOf(),
  'nginx-auth0': withSecurity('nginx-auth0'),
  'istio-auth0': withSecurity('istio-auth0'),
};

optionContract('security', registry.security, platforms);

/** Both layers know who logs people in: where Terraform makes the clients, it has nothing but the name contract. */
describe.each(Object.entries(platforms))('%s: hosts with a login', (use, platform) => {
  const endpoints = checked(platform, registry.security[use as Security['use']].components).flatMap(({ all }) =>
    intentsOf(all, 'endpoints').map(({ intent }) => intent),
  );
  const logins = endpoints.filter(({ access }) => access.kind === 'login');

  it('are those of the login proxy, or have a client of the name contract whose addresses lead back to them', () => {
    const proxied = logins.filter(({ login }) => login !== 'self').map(({ host }) => host);
    expect([...new Set(proxied)].sort()).toEqual(proxiedHosts(platform));
    const own = new Set(ssoClients(platform).flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).hostname)));
    const selfMade = logins.filter(({ login }) => login === 'self').map(({ host }) => host);
    // The administration of an identity provider of our own has clients of its own.
    expect(selfMade.filter((host) => !own.has(host) && !host.startsWith('id-admin.'))).toEqual([]);
  });
});
