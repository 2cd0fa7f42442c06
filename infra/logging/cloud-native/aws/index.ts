/** `<cluster>-logs`: where CloudWatch keeps the logs of a cluster, what it watches in them, and how people search them. */
import { clusterStack, type AwsContext } from '../../../cloud/aws/kits/stack';
import { logsStack } from '../../../../lib/names';
import { auditAlarms, controlPlaneAlarms, deliveryAlarms, errorAlarm } from './alarms';
import { tenantGroups } from './groups';
import { savedQueries } from './queries';
import { readme } from './readme';

export const cloudWatchStack = (context: AwsContext) =>
  clusterStack(context, logsStack, {
    summary: `Log groups of ${context.cluster.name}: lines of pods, nodes and Kubernetes events, with retention, alarms and saved queries. What is deleted here is gone.`,
    readme: readme(context),
    build: (stack) => {
      tenantGroups(stack, context);
      deliveryAlarms(stack, context);
      auditAlarms(stack, context);
      errorAlarm(stack, context);
      controlPlaneAlarms(stack, context);
      savedQueries(stack, context);
    },
  });
