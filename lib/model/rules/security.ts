import type { Problem } from '../problem';
import { relation, rule } from './rule';

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
export const reservedRoles = rule(['security', 'workloads'], ({ security: { roles }, workloads }) => {
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
export const realmName = rule(['name', 'security'], ({ name, security: { realm } }) =>
  (realm ?? name) === 'master'
    ? [
        relation(
          realm === undefined ? 'name' : 'security.realm',
          [],
          "'master' is the realm that administers Keycloak itself",
          realm === undefined
            ? 'The realm has the name of the platform unless security.realm says otherwise. Write below security: realm: platform'
            : 'Write: realm: platform',
        ),
      ]
    : [],
);
