/** What a tenant's databases take in a cluster. */
import { instancesOf, placementOf, type Places } from './placement';
import { mebibytes, millicores, plansOf, type Plan } from './plans';
import type { Database, MariadbDatabase, PostgresqlDatabase } from './database';
import { mariadbAgent, mariadbBackup, mariadbExporter } from './mariadb';
import type { Tenant } from './tenant';

export interface Load {
  /** Thousandths of a CPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** GiB. */
  readonly storage: number;
  readonly pods: number;
  readonly volumes: number;
}
const nothing: Load = { cpu: 0, memory: 0, storage: 0, pods: 0, volumes: 0 };
const plus = (a: Load, b: Load): Load => ({
  cpu: a.cpu + b.cpu,
  memory: a.memory + b.memory,
  storage: a.storage + b.storage,
  pods: a.pods + b.pods,
  volumes: a.volumes + b.volumes,
});
const times = (count: number, { cpu, memory, storage, pods, volumes }: Load): Load => ({
  cpu: cpu * count,
  memory: memory * count,
  storage: storage * count,
  pods: pods * count,
  volumes: volumes * count,
});

/** Container of the backup plugin beside each instance. */
const sidecar = { cpu: 50, memory: 512 };
/** A pod of PgBouncer. */
export const poolerSize = { cpu: 50, memory: 128 };

const databaseLoad = (plans: ReadonlyMap<string, Plan>, database: Database): Load => {
  const plan = plans.get(database.plan);
  if (!plan) return nothing;
  return database.engine === 'postgresql' ? postgresqlLoad(plan, database) : mariadbLoad(plan, database);
};

function postgresqlLoad(plan: Plan, database: PostgresqlDatabase): Load {
  const instance: Load = {
    cpu: millicores(plan.cpu) + sidecar.cpu,
    memory: mebibytes(plan.memory) + sidecar.memory,
    storage: (database.storageGiB ?? plan.storageGiB) + plan.walGiB,
    pods: 1,
    volumes: 2,
  };
  return plus(times(instancesOf(database), instance), times(database.pooling?.instances ?? 0, pod(poolerSize)));
}

/** The log has the volume of the data; a backup is counted as if it ran always. */
function mariadbLoad(plan: Plan, database: MariadbDatabase): Load {
  const agent = database.topology === 'ha' ? mariadbAgent : { cpu: 0, memory: 0 };
  const instance: Load = {
    cpu: millicores(plan.cpu) + agent.cpu,
    memory: mebibytes(plan.memory) + agent.memory,
    storage: mariadbVolumeGiB(plan, database),
    pods: 1,
    volumes: 1,
  };
  return plus(times(instancesOf(database), instance), plus(pod(mariadbExporter), pod(mariadbBackup)));
}

const pod = (size: { readonly cpu: number; readonly memory: number }): Load => ({ ...size, storage: 0, pods: 1, volumes: 0 });

/** Volume of an instance: its data, and the log that waits for replicas and for the archive. */
export const mariadbVolumeGiB = ({ storageGiB, walGiB }: Pick<Plan, 'storageGiB' | 'walGiB'>, database: Pick<Database, 'storageGiB'>): number =>
  (database.storageGiB ?? storageGiB) + walGiB;

/** Sum over the databases that are in the cluster, a standby included. */
export const loadOf = (platform: Places & { readonly plans: readonly Plan[] }, tenant: Tenant, cluster: string): Load => {
  const plans = plansOf(platform);
  return Object.values(tenant.databases)
    .filter((database) => placementOf(platform, tenant, database).clusters.includes(cluster))
    .map((database) => databaseLoad(plans, database))
    .reduce(plus, nothing);
};
