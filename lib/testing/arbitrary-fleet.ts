/** Random tenants with their databases, for properties that must hold for every fleet. */
import fc from 'fast-check';
import type { InputFile } from '../model';
import { arbitraryLabel } from './arbitrary-platform';

const identifier = fc.tuple(fc.constantFrom('app', 'data', 'main', 'web'), fc.integer({ min: 0, max: 99 })).map(([word, number]) => `${word}_${number}`);
const plans = ['small', 'medium', 'large'] as const;

/** Nothing that ends like an object of another database. */
const databaseName = arbitraryLabel(20).map((label) => `${label}-x`);

function database(clusters: readonly string[], workloads: readonly string[], isPublic: boolean) {
  const common = {
    plan: fc.constantFrom(...plans),
    cluster: fc.constantFrom(...clusters),
    backup: fc.record({ retentionDays: fc.integer({ min: 7, max: 35 }) }),
    endpoint: fc.oneof(
      fc.record({ kind: fc.constant('in-cluster'), clients: workloads.length > 0 ? fc.subarray([...workloads]) : fc.constant([]) }),
      fc.constant({ kind: 'private', allow: ['10.0.0.0/8'] }),
      ...(isPublic ? [fc.constant({ kind: 'public', allow: ['203.0.113.0/24'] })] : []),
    ),
    users: fc.uniqueArray(fc.record({ name: identifier.map((name) => `u_${name}`), access: fc.constantFrom('read', 'write') }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
  };
  const optional = Object.keys(common) as (keyof typeof common)[];
  const postgresql = fc.record(
    {
      engine: fc.constant('postgresql'),
      name: databaseName,
      ...common,
      version: fc.constantFrom('16', '17', '18'),
      topology: fc.constantFrom('single', 'ha', ...(clusters.length > 1 ? ['ha-with-standby'] : [])),
      databases: fc.uniqueArray(fc.record({ name: identifier, extensions: fc.subarray(['pg_trgm', 'vector', 'citext']) }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ name }) => name,
      }),
      pooling: fc.record({ mode: fc.constantFrom('transaction', 'session') }),
      parameters: fc.record({ work_mem: fc.integer({ min: 1, max: 64 }), jit: fc.boolean() }, { requiredKeys: [] }),
      hibernated: fc.boolean(),
    },
    { requiredKeys: ['engine', 'name'] },
  );
  const mariadb = fc.record(
    // A volume of plan large is more than the engine takes.
    { engine: fc.constant('mariadb'), name: databaseName, ...common, plan: fc.constantFrom('small', 'medium'), topology: fc.constantFrom('single', 'ha') },
    { requiredKeys: ['engine', 'name', ...optional.slice(0, 1)] },
  );
  return fc.oneof({ weight: 4, arbitrary: postgresql }, { weight: 1, arbitrary: mariadb });
}

export interface FleetProps {
  /** Names of the platform's clusters. */
  readonly clusters: readonly string[];
  /** Names of its workloads, which may be clients. @default - none */
  readonly workloads?: readonly string[];
  /** Clusters whose databases may have public endpoints. @default - none */
  readonly publicIn?: readonly string[];
  /** @default - 6 */
  readonly most?: number;
  /** @default true */
  readonly mariadb?: boolean;
}

/** Files of teams; `loadPlatform` accepts them beside the platform that the names come from. */
export const arbitraryFleet = ({ clusters, workloads = [], publicIn = [], most = 6, mariadb = true }: FleetProps): fc.Arbitrary<readonly InputFile[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: arbitraryLabel(20),
        // Both, or one: a database's own cluster is one of them.
        clusters: fc.constantFrom<readonly string[] | undefined>(undefined, ...clusters.map((name) => [name])),
        databases: fc.constant(undefined),
      }),
      { maxLength: most, selector: ({ name }) => name },
    )
    .chain((tenants) =>
      fc.tuple(
        ...tenants.map((tenant, place) =>
          fc
            .uniqueArray(
              database(
                tenant.clusters ?? clusters,
                workloads,
                (tenant.clusters ?? clusters).every((name) => publicIn.includes(name)),
              ),
              { maxLength: 5, selector: ({ name }) => name },
            )
            .map((databases) => databases.filter(({ engine }) => mariadb || engine !== 'mariadb').map((each, index) => placed(each, place * 10 + index)))
            .map((databases): InputFile => ({
              file: `databases/${tenant.name}.yaml`,
              text: JSON.stringify({
                version: 1,
                tenant: {
                  name: tenant.name,
                  team: `${tenant.name}-team`.slice(0, 40),
                  email: `${tenant.name}@acme.example`,
                  ...(tenant.clusters ? { clusters: tenant.clusters } : {}),
                  quota: { databases: 20, cpu: '200', memory: '900Gi', storageGiB: 20_000 },
                },
                databases,
              }),
            })),
        ),
      ),
    );

/** No two at the same place: on AKS they would share an address, and be refused. */
const placed = <D extends { readonly endpoint?: { readonly kind: string } }>(database: D, slot: number): D =>
  database.endpoint?.kind === 'private' ? { ...database, endpoint: { ...database.endpoint, slot } } : database;
