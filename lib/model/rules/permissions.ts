import type { Platform } from '../platform';
import { relation, repeated, rule } from './rule';

/** A permission is declared once; what it opens is one entry. */
export const permissions = rule(['workloads'], ({ workloads }) =>
  workloads.flatMap(({ access }, index) => {
    if (access.kind !== 'token') return [];
    const path = `workloads.${index}.access.permissions`;
    return repeated(access.permissions, ({ name }) => name).map(({ index: later, first, item }) =>
      relation(
        `${path}.${later}.name`,
        [`${path}.${first}.name`],
        `'${item.name}' is also declared by ${path}.${first}`,
        'Put methods and paths of one permission into one entry, or give the second its own name.',
      ),
    );
  }),
);

interface Declared {
  readonly path: string;
  readonly audience: string;
  readonly name: string;
}
const declared = (workloads: Platform['workloads']): readonly Declared[] =>
  workloads.flatMap(({ access }, index) =>
    access.kind === 'token'
      ? access.permissions.map(({ name }, place) => ({ path: `workloads.${index}.access.permissions.${place}.name`, audience: access.audience, name }))
      : [],
  );

/** A token for two audiences carries one list of permissions: a name that both have would open both. */
export const permissionsByAudience = rule(['workloads'], ({ workloads }) => {
  const all = declared(workloads);
  return all.flatMap(({ path, audience, name }, index) => {
    const other = all.slice(0, index).find((earlier) => earlier.name === name && earlier.audience !== audience);
    if (!other) return [];
    return [
      relation(
        path,
        [other.path],
        `'${name}' of audience ${audience} is also a permission of audience ${other.audience} (${other.path})`,
        `A token for both audiences has one list of permissions, so that the name granted for one opens the other. Give it a name of its own. Write, for example: name: "${renamed(audience, name)}"`,
      ),
    ];
  });
});

/** A name that says whose it is, in the letters that a permission may have. */
function renamed(audience: string, name: string): string {
  const [what = '', action = ''] = name.split(':');
  const owner = audience.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 64 - what.length - action.length - 2);
  return `${owner.replace(/-$/, '')}-${what}:${action}`;
}
