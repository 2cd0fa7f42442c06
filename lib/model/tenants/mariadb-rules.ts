/** What engine mariadb cannot do although its keys are there. */
import type { Problem } from '../problem';
import { relation } from '../rules/rule';
import { mariadbVolumeGiB } from './load';
import { mariadbLargestGiB } from './mariadb';
import type { DatabaseSituation } from './rules';

const isNotHibernated = ({ database, path }: DatabaseSituation): readonly Problem[] =>
  database.engine === 'mariadb' && database.hibernated
    ? [
        relation(
          `${path}.hibernated`,
          [`${path}.engine`],
          'the operator of MariaDB cannot stop the instances of a server and keep it',
          'Remove it, or use engine: postgresql. To save its cost take a backup, and remove the database with its statement of deletion.',
        ),
      ]
    : [];

const backupFitsNode = ({ plans, database, path }: DatabaseSituation): readonly Problem[] => {
  const plan = plans.get(database.plan);
  if (database.engine !== 'mariadb' || !plan) return [];
  const size = mariadbVolumeGiB(plan, database);
  const free = mariadbLargestGiB - plan.walGiB;
  return size <= mariadbLargestGiB
    ? []
    : [
        relation(
          database.storageGiB === undefined ? `${path}.plan` : `${path}.storageGiB`,
          [`${path}.engine`],
          `a volume of ${size} GiB (data and log) exceeds the ${mariadbLargestGiB} GiB of engine mariadb, whose backups pass the disk of a node`,
          free >= 5 ? `Write: storageGiB: ${free} or less, or use engine: postgresql.` : 'Choose a plan with less walGiB, or use engine: postgresql.',
        ),
      ];
};

export const mariadbRules = [isNotHibernated, backupFitsNode] as const;
