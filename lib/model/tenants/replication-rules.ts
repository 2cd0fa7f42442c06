/** What a switch of the primary may look like at each of its steps. */
import type { Problem } from '../problem';
import { relation } from '../rules/rule';
import { incarnationIn, placementOf, replicates } from './placement';
import type { PostgresqlDatabase } from './database';
import type { DatabaseSituation } from './rules';

/** Where clusters are named, and which. */
export const replicationClusters = ({ replication }: Pick<PostgresqlDatabase, 'replication'>): readonly (readonly [string, string | undefined])[] => [
  ['replication.primary', replication.primary],
  ['replication.demoteTo', replication.demoteTo],
  ...replication.fenced.map((name, index) => [`replication.fenced.${index}`, name] as const),
  ['replication.rebuilding', replication.rebuilding],
  ...replication.incarnations.map(({ cluster }, index) => [`replication.incarnations.${index}.cluster`, cluster] as const),
];

/** Only a database with a standby is switched, and only in one way at a time. */
export const replicationStates = (situation: DatabaseSituation): readonly Problem[] => {
  const { input, tenant, database, path } = situation;
  if (database.engine !== 'postgresql') return [];
  const at = `${path}.replication`;
  if (!replicates(database))
    return isWritten(database.replication)
      ? [
          relation(
            at,
            [`${path}.topology`],
            `replication is for topology ha-with-standby, and this one is ${database.topology}`,
            'Remove it, or write topology: ha-with-standby.',
          ),
        ]
      : [];
  const leads = placementOf(input, tenant, database).primary;
  return [...switches(database, leads, at), ...outOfService(database, leads, at)];
};

const isWritten = ({ primary, demoteTo, promotionToken, fenced, rebuilding, incarnations }: PostgresqlDatabase['replication']): boolean =>
  [primary, demoteTo, promotionToken, rebuilding].some((value) => value !== undefined) || fenced.length + incarnations.length > 0;

function switches({ replication: { demoteTo, promotionToken, fenced, rebuilding } }: PostgresqlDatabase, leads: string, at: string): readonly Problem[] {
  if (demoteTo === undefined) return [];
  const away = rebuilding === undefined ? fenced : [...fenced, rebuilding];
  return [
    ...(demoteTo === leads
      ? [relation(`${at}.demoteTo`, [`${at}.primary`], `'${leads}' takes writes already`, 'Remove demoteTo, or name the other cluster.')]
      : []),
    ...(promotionToken === undefined
      ? []
      : [
          relation(
            `${at}.promotionToken`,
            [`${at}.demoteTo`],
            'demoteTo and promotionToken are the first and the second commit of a switch',
            'In the second one remove demoteTo and write primary and promotionToken.',
          ),
        ]),
    ...(away.length > 0
      ? [
          relation(
            `${at}.demoteTo`,
            [fenced.length > 0 ? `${at}.fenced` : `${at}.rebuilding`],
            `'${away[0] ?? ''}' has no copy that could take over`,
            'First make the database anew there: dbaas-gitops failover plan says how.',
          ),
        ]
      : []),
  ];
}

/** What is fenced or made anew is the standby, never the one that takes writes. */
function outOfService({ replication, ...database }: PostgresqlDatabase, leads: string, at: string): readonly Problem[] {
  const { fenced, rebuilding } = replication;
  return [
    ...fenced.flatMap((name, index) =>
      name === leads
        ? [
            relation(
              `${at}.fenced.${index}`,
              [`${at}.primary`],
              `'${name}' takes writes: fenced, nothing would`,
              'Fence the other cluster, or set primary to it.',
            ),
          ]
        : [],
    ),
    ...(rebuilding !== undefined && rebuilding === leads
      ? [
          relation(
            `${at}.rebuilding`,
            [`${at}.primary`],
            `'${rebuilding}' takes writes: only a standby is made anew`,
            'Name the other cluster, or set primary to it.',
          ),
        ]
      : []),
    ...(rebuilding !== undefined && fenced.length > 0
      ? [relation(`${at}.rebuilding`, [`${at}.fenced`], 'what is being made anew is fenced without saying', 'Remove fenced.')]
      : []),
    ...(rebuilding !== undefined && incarnationIn({ ...database, replication }, rebuilding) === 1
      ? [
          relation(
            `${at}.rebuilding`,
            [`${at}.incarnations`],
            `'${rebuilding}' would write into the archive that it had before`,
            `Write: incarnations: [{ cluster: ${rebuilding}, number: 2 }]`,
          ),
        ]
      : []),
  ];
}

/** Passwords of another cluster have nothing in common with those before: clients must see that they are new. */
export const passwordsAreNew = ({ input, tenant, database, path }: DatabaseSituation): readonly Problem[] => {
  const { home, primary } = placementOf(input, tenant, database);
  const { madeIn, generation } = database.credentials;
  return madeIn === undefined || madeIn === home || generation > 1
    ? []
    : [
        relation(
          `${path}.credentials.madeIn`,
          [`${path}.credentials.generation`],
          `${madeIn} makes new passwords, and generation 1 are those of ${home}`,
          `Write: generation: 2${primary === madeIn ? '' : `; and switch the database to ${madeIn} first: a standby cannot change passwords`}.`,
        ),
      ];
};
