import { relation, repeated, rule } from './rule';

/** A permission is declared once; what it opens is one entry. */
export const permissions = rule(['workloads'], ({ workloads }) =>
  workloads.flatMap(({ access }, index) => {
    if (access.kind !== 'token') return [];
    const path = `workloads.${index}.access.permissions`;
    return repeated(access.permissions, ({ name }) => name).map(({ index: later, first, item }) =>
      relation(`${path}.${later}.name`, [`${path}.${first}.name`], `'${item.name}' is also declared by ${path}.${first}`, 'Put methods and paths of one permission into one entry, or give the second its own name.'),
    );
  }),
);
