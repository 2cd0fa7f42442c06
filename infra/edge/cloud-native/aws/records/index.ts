/** `edge`: where every host leads, and what decides it. Applied last; afterwards the clusters fail over without it. */
import { edgeStackIds, metricsArePublic } from '../../../../../lib/names';
import type { Cluster } from '../../../../../lib/model';
import type { StackSpec } from '../../../../context';
import { origins } from '../../../origins';
import { globalStack, type EdgeContext } from '../stack';
import { accelerator } from './accelerator';
import { findBalancers, findZone } from './find';
import { frontDoor } from './front-door';
import { healthChecks } from './health';
import { hostRecords } from './hosts';
import { metricsRecords, originRecords } from './origins';
import { readme } from './readme';
import { shield } from './shield';

export const recordsStack = (context: EdgeContext): StackSpec =>
  globalStack(context, edgeStackIds.records, {
    summary: 'Records of every host, health checks that move them between the clusters, alarms. When it is wrong, hosts lead to the wrong place or nowhere.',
    readme: readme(context),
    build: (stack) => {
      const { platform } = context;
      const clusters: readonly Cluster[] = platform.cloud.clusters;
      const zoneId = findZone(stack, context);
      const balancers = findBalancers(stack, context);
      const other = frontDoor(stack, context, zoneId);
      const addresses = origins(
        stack,
        platform,
        clusters.filter(({ provider }) => provider === 'azure' || metricsArePublic(platform)),
      );
      originRecords(stack, context, zoneId, { balancers, addresses });
      if (metricsArePublic(platform)) metricsRecords(stack, context, zoneId, addresses);
      const checks = healthChecks(stack, context);
      const fast = context.edge.aws?.globalAccelerator === true ? accelerator(stack, context, balancers) : undefined;
      hostRecords(stack, context, zoneId, { balancers, checks, ...(other ? { frontDoorHost: other } : {}), ...(fast ? { accelerator: fast } : {}) });
      if (context.edge.aws?.shieldAdvanced) shield(stack, context, { zoneId, balancers, checks, ...(fast ? { accelerator: fast } : {}) });
    },
  });
