/** What databases of engine postgresql can get wrong: standby, restore, pooler. */
import type { Problem } from '../problem';
import { relation } from '../rules/rule';
import { tenantPath } from './gather';
import { placementOf, replicates, tenantClusters } from './placement';
import type { DatabaseSituation } from './rules';

export const standbyNeedsTwo = ({ input, tenant, database, path }: DatabaseSituation): readonly Problem[] =>
  replicates(database) && tenantClusters(input, tenant).length < 2
    ? [
        relation(
          `${path}.topology`,
          [`${tenantPath(tenant.name)}.clusters`],
          `topology ha-with-standby needs both clusters, and tenant '${tenant.name}' may use ${tenantClusters(input, tenant).join(', ')} only`,
          'Write topology: ha, or name both clusters of the tenant.',
        ),
      ]
    : [];

export const restoreFits = ({ input, tenant, database, path }: DatabaseSituation): readonly Problem[] => {
  if (database.engine !== 'postgresql' || !database.restore) return [];
  const { from, cluster } = database.restore;
  const at = `${path}.restore`;
  const source = tenant.databases[from];
  if (from === database.name)
    return [
      relation(
        `${at}.from`,
        [],
        'a database cannot be made from itself',
        'A restore makes a new database, and leaves the old one: give this one another name.',
      ),
    ];
  if (source === undefined)
    return [
      relation(
        `${at}.from`,
        [],
        `tenant '${tenant.name}' has no database '${from}'`,
        `Databases: ${Object.keys(tenant.databases)
          .filter((name) => name !== database.name)
          .join(', ')}. One that is gone from the input can be restored as long as its entry is kept, hibernated.`,
      ),
    ];
  if (source.engine !== 'postgresql')
    return [relation(`${at}.from`, [], `'${from}' is a database of engine ${source.engine}`, 'Restore from one of the same engine.')];
  const home = placementOf(input, tenant, database).home;
  const sources = placementOf(input, tenant, source).clusters;
  return [
    ...(source.version === database.version
      ? []
      : [
          relation(
            `${path}.version`,
            [`${at}.from`],
            `'${from}' has version ${source.version}: backups are of one major version`,
            `Write: version: "${source.version}"`,
          ),
        ]),
    ...(sources.includes(cluster ?? home)
      ? []
      : [
          relation(
            cluster === undefined ? `${path}.cluster` : `${at}.cluster`,
            [at],
            `'${from}' has no backups in ${cluster ?? home}`,
            `It has some in ${sources.join(', ')}. A database is restored where its backups are; write cluster: ${sources[0] ?? ''}`,
          ),
        ]),
    ...(cluster !== undefined && cluster !== home && !replicates(database)
      ? [
          relation(
            `${at}.cluster`,
            [`${path}.cluster`],
            `backups in ${cluster} cannot be read from ${home}`,
            'Only databases of topology ha-with-standby read the other cluster. Make it where the backups are.',
          ),
        ]
      : []),
  ];
};

export const poolFits = ({ plans, database, path }: DatabaseSituation): readonly Problem[] => {
  const plan = plans.get(database.plan);
  if (database.engine !== 'postgresql' || !database.pooling || !plan) return [];
  const { instances, poolSize } = database.pooling;
  // A few stay for the operator, the superuser and people.
  const free = plan.connections - 20;
  return instances * poolSize <= free
    ? []
    : [
        relation(
          `${path}.pooling.poolSize`,
          [`${path}.plan`, `${path}.pooling.instances`],
          `${instances} pods with ${poolSize} connections each exceed the ${free} of plan ${plan.name}`,
          `Write: poolSize: ${Math.max(1, Math.floor(free / instances))} or less, or a larger plan.`,
        ),
      ];
};

export const instancesFit = ({ database, path }: DatabaseSituation): readonly Problem[] =>
  database.engine === 'postgresql' && database.topology === 'single' && database.instances > 3
    ? [relation(`${path}.instances`, [`${path}.topology`], 'topology single has one instance', 'Write topology: ha, or remove instances.')]
    : [];
