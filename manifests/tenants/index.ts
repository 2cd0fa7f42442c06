/** Tenants and their databases: one component for each tenant in each of its clusters, and what all of them share. */
import type { Component } from '../../lib/components';
import { tenantClusters, type Platform } from '../../lib/model';
import { tenantComponent } from '../../lib/names';
import type { Context, Factory } from '../context';
import { databasesHere, tenantContext } from './context';
import { databaseObjects } from './databases';
import { mariadbOperator } from './mariadb-operator';
import { sharedComponents } from './shared';
import { tenantObjects } from './tenant';

/** Factories for every tenant, by name: each reads its own tenant only, so that a change of one touches no other. */
export const tenantFactories = ({ tenants }: Pick<Platform, 'tenants'>): readonly Factory[] => {
  const names = Object.keys(tenants);
  return names.length === 0
    ? []
    : [
        ...sharedComponents,
        ...mariadbOperator,
        ...names.map(
          (name): Factory =>
            (context) =>
              tenantOf(context, name),
        ),
      ];
};

function tenantOf(context: Context, name: string): Component | undefined {
  const tenant = tenantContext(context, name);
  if (!tenant || !tenantClusters(context.platform, tenant.tenant).includes(context.cluster.name)) return undefined;
  const databases = databasesHere(tenant);
  return {
    name: tenantComponent(name),
    summary: `Databases of tenant ${name}: ${databases.map(({ database }) => `${database.name} (${database.engine})`).join(', ') || 'none here'}.`,
    namespace: tenant.namespace,
    needs: [
      'crds',
      'postgres',
      'postgres-backup',
      ...(databases.some(({ database }) => database.engine === 'mariadb') ? (['mariadb'] as const) : []),
      'tenant-guards',
      'secret-controller',
      'secrets',
      'priority-classes',
      'storage',
      'admission-policies',
    ],
    after: ['node-autoscaling', 'load-balancer-targets', 'internal-certificates'],
    provides: [],
    keep: 'data',
    tier: 'tenant',
    content: {
      kind: 'manifests',
      build: (chart, wiring) => {
        tenantObjects(chart, tenant, wiring, databases);
        for (const database of databases) databaseObjects(chart, database);
      },
    },
  };
}
