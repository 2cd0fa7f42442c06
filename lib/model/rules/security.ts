import type { Problem } from '../problem';
import { auth0Of, meshOf, ownIdentity } from '../security';
import { isBelow } from './domain';
import { relation, repeated, rule } from './rule';

/** Somebody who may only look must not be able to administer. */
export const platformRoles = rule(['security'], ({ security: { roles } }) =>
  roles.admin === roles.viewer
    ? [
        relation(
          'security.roles.viewer',
          ['security.roles.admin'],
          `'${roles.viewer}' is also security.roles.admin: everybody who may look could administer`,
          'Write: viewer: platform-viewer',
        ),
      ]
    : [],
);

/** Keycloak makes roles of this form for itself. */
export const reservedRoles = rule(['security', 'workloads'], ({ security, workloads }) => {
  if (!ownIdentity(security)) return [];
  const { roles } = security;
  const used = [
    { path: 'security.roles.admin', role: roles.admin },
    { path: 'security.roles.viewer', role: roles.viewer },
    ...workloads.flatMap(({ access }, index) =>
      access.kind === 'login' ? access.roles.map((role, place) => ({ path: `workloads.${index}.access.roles.${place}`, role })) : [],
    ),
  ];
  return used.flatMap(({ path, role }): readonly Problem[] =>
    role.startsWith('default-roles-')
      ? [
          {
            code: 'input/value',
            path,
            message: `'${role}' is a role that Keycloak gives to everybody`,
            fix: 'Allowed: names that do not start with default-roles-. Example: database-owner',
          },
        ]
      : [],
  );
});

/** An idle login ends before the longest one would. */
export const sessions = rule(['security'], ({ security: { idleMinutes, sessionHours } }) =>
  idleMinutes < sessionHours * 60
    ? []
    : [
        relation(
          'security.idleMinutes',
          ['security.sessionHours'],
          `${idleMinutes} minutes must be less than security.sessionHours (${sessionHours} h, ${sessionHours * 60} minutes)`,
          `A login would end before it could be idle. Write: idleMinutes: ${Math.min(30, sessionHours * 30)}`,
        ),
      ],
);

/** `master` is the realm that administers Keycloak itself. */
export const realmName = rule(['name', 'security'], ({ name, security }) => {
  const own = ownIdentity(security);
  if ((own?.realm ?? name) !== 'master' || !own) return [];
  return [
    relation(
      own.realm === undefined ? 'name' : 'security.realm',
      [],
      "'master' is the realm that administers Keycloak itself",
      own.realm === undefined
        ? 'The realm has the name of the platform unless security.realm says otherwise. Write below security: realm: platform'
        : 'Write: realm: platform',
    ),
  ];
});

/** The tenant answers under its own name and, if there is one, under another; never under a name that the platform serves. */
export const auth0Domains = rule(['domain', 'security'], ({ domain, security }) => {
  const { tenant, customDomain } = auth0Of(security)?.auth0 ?? {};
  if (tenant !== undefined && isBelow(tenant, domain))
    return [
      relation(
        'security.auth0.tenant',
        ['domain'],
        `'${tenant}' is below the domain of the platform (${domain}), where no tenant of Auth0 has its own name`,
        'Write the name that Auth0 gave the tenant, such as acme-db.eu.auth0.com; a name of your own goes into customDomain.',
      ),
    ];
  if (customDomain !== undefined && (customDomain === tenant || customDomain === domain))
    return [
      relation(
        'security.auth0.customDomain',
        [customDomain === tenant ? 'security.auth0.tenant' : 'domain'],
        `'${customDomain}' is ${customDomain === tenant ? 'the tenant itself' : 'the domain of the platform itself'}`,
        `${customDomain === tenant ? 'Leave customDomain out: the tenant is the issuer then. Or write' : 'Write'}: customDomain: login.${domain}`,
      ),
    ];
  return [];
});

/** A connection is opened to the clients once. */
export const auth0Connections = rule(['security'], ({ security }) =>
  repeated(auth0Of(security)?.auth0.connections ?? [], ({ name }) => name).map(({ index, first, item }) =>
    relation(
      `security.auth0.connections.${index}.name`,
      [`security.auth0.connections.${first}.name`],
      `'${item.name}' is also the name of security.auth0.connections.${first}`,
      'Remove one of the two.',
    ),
  ),
);

/** Tokens of people's logins and tokens of programs must not be exchangeable. */
export const loginAudience = rule(['domain', 'security', 'workloads'], ({ domain, security, workloads }) => {
  if (security.use !== 'istio-auth0') return [];
  const audience = security.audience ?? `https://${domain}/logins`;
  return workloads.flatMap(({ access }, index) =>
    access.kind === 'token' && access.audience === audience
      ? [
          relation(
            `workloads.${index}.access.audience`,
            ['security.audience'],
            `'${audience}' is the audience of people's logins (security.audience)`,
            'A token for one would open the other. Give the workload an audience of its own. Write, for example: audience: ' +
              `${workloads[index]?.name ?? 'api'}-api`,
          ),
        ]
      : [],
  );
});

/** The own trust domain needs no alias. */
export const trustDomains = rule(['domain', 'security'], ({ domain, security }) => {
  if (security.use !== 'istio-auth0') return [];
  const own = meshOf(security)?.trustDomain ?? `mesh.${domain}`;
  return security.trustDomainAliases.flatMap((alias, index) =>
    alias === own
      ? [relation(`security.trustDomainAliases.${index}`, ['security.trustDomain'], `'${alias}' is the trust domain itself`, 'Remove it from the list.')]
      : [],
  );
});
