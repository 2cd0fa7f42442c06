/** `<cluster>-observability`: what tells people that the cluster cannot tell them any more. */
import { clusterStack, type AwsContext } from '../kits/stack';
import { copyAlarms } from './copy-alarms';
import { backupAlarms, breakGlassAlarm, controlPlaneAlarms } from './cluster-alarms';
import { ingressAlarms, natAlarms } from './network-alarms';
import { readme } from './readme';
import { alarmTopic } from './topic';

export const observabilityStack = (context: AwsContext) =>
  clusterStack(context, 'observability', {
    summary: 'Alarms that do not depend on the cluster, and the topic that mails them. Can be made again at any time.',
    readme: readme(context),
    build: (stack) => {
      const topic = alarmTopic(stack, context);
      natAlarms(stack, context, topic);
      ingressAlarms(stack, context, topic);
      controlPlaneAlarms(stack, context, topic);
      backupAlarms(stack, context, topic);
      copyAlarms(stack, context, topic);
      breakGlassAlarm(stack, context, topic);
    },
  });
