/** What is watched in the logs. Terms stand for themselves, so that they are found whatever the line is made of. */
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { alarm, type AlarmProps } from '../../../cloud/aws/kits/alarm';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address, alarmTopicArn, clusterLogGroup } from '../../../cloud/aws/names';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logGroup, logTenants } from '../../../../lib/names';
import { refusedLogins } from '../refused-logins';
import { cloudLogs } from '../settings';

type Watched = Pick<AlarmProps, 'description' | 'when' | 'minutes' | 'times'>;

const namespaceOf = ({ names }: AwsContext): string => `Platform/${names.prefix()}`;
const notify = (stack: PlatformStack, context: AwsContext, props: AlarmProps): void => alarm(stack, context, { arn: alarmTopicArn(context) }, props);

/** Counts lines of a group that match. */
function counted(stack: PlatformStack, context: AwsContext, id: string, group: string, pattern: string): { readonly namespace: string; readonly name: string } {
  const metric = { namespace: namespaceOf(context), name: id };
  pinned(
    new CloudwatchLogMetricFilter(stack, address(`${id}-lines`), {
      name: `${context.names.prefix()}-${id}`,
      logGroupName: group,
      pattern,
      metricTransformation: { ...metric, value: '1', defaultValue: '0', unit: 'Count' },
    }),
  );
  return metric;
}

function watched(stack: PlatformStack, context: AwsContext, id: string, group: string, pattern: string, props: Watched): void {
  const metric = { ...counted(stack, context, id, group, pattern), statistic: 'Sum', dimensions: {} } as const;
  notify(stack, context, { id, metric, ...props });
}

/** Lines that stop, and lines that cost. */
export function deliveryAlarms(stack: PlatformStack, context: AwsContext): void {
  const arrives = (tenant: keyof typeof logTenants, minutes: number) =>
    notify(stack, context, {
      id: `logs-${tenant}-silent`,
      description: `No line of tenant "${tenant}" for ${minutes} minutes. Look at the pods otel-gateway in namespace observability: identity, endpoint "logs" of the VPC, throttling. Agents keep what they read on the nodes meanwhile.`,
      metric: { namespace: 'AWS/Logs', name: 'IncomingLogEvents', statistic: 'Sum', dimensions: { LogGroupName: logGroup(context.names, tenant) } },
      when: { below: 1 },
      minutes,
      missingIsBad: true,
    });
  arrives('platform', 15);
  arrives('audit', 60);
  const { alertAboveGiBPerDay } = cloudLogs(context);
  const bytes = Object.values(logTenants).map((tenant) => ({
    id: tenant,
    returnData: false,
    metric: { namespace: 'AWS/Logs', metricName: 'IncomingBytes', dimensions: { LogGroupName: logGroup(context.names, tenant) }, period: 86_400, stat: 'Sum' },
  }));
  notify(stack, context, {
    id: 'logs-volume',
    description: `More than ${alertAboveGiBPerDay} GiB of logs in a day: they are paid by volume. Saved query "lines by namespace" finds who writes them; logging.alertAboveGiBPerDay if that is right.`,
    metric: [...bytes, { id: 'all', expression: 'SUM(METRICS())', label: 'bytes of all tenants', returnData: true }],
    when: { above: alertAboveGiBPerDay * 2 ** 30 },
  });
}

const anyOf = (terms: readonly string[]): string => terms.map((term) => `?${/^\w+$/.test(term) ? term : JSON.stringify(term)}`).join(' ');

export function auditAlarms(stack: PlatformStack, context: AwsContext): void {
  const group = logGroup(context.names, logTenants.audit);
  watched(stack, context, 'logins-refused', group, anyOf(refusedLogins(context.platform)), {
    description:
      'More than 50 refused logins in five minutes: somebody guesses passwords, or a client is set up wrongly. Saved query "refused logins" has addresses and names.',
    when: { above: 50 },
  });
  watched(stack, context, 'delivery-refused', group, anyOf(['PermissionDenied', 'permission denied', 'is forbidden']), {
    description: 'Requests to the delivery or to the identity provider are refused for want of rights. Saved query "refused requests" says whose.',
    when: { above: 20 },
  });
}

/** A share, not a number: what is normal differs, a quarter of all lines is never. Nothing is watched in the class for infrequent access. */
export function errorAlarm(stack: PlatformStack, context: AwsContext): void {
  if (cloudLogs(context).tier !== 'standard') return;
  const group = logGroup(context.names, logTenants.platform);
  const { namespace, name } = counted(stack, context, 'error-lines', group, anyOf(['ERROR', 'Error', 'error', 'FATAL', 'fatal', 'panic']));
  const sum = (id: string, metric: { readonly namespace: string; readonly metricName: string; readonly dimensions?: Readonly<Record<string, string>> }) => ({
    id,
    returnData: false,
    metric: { ...metric, period: 300, stat: 'Sum' },
  });
  notify(stack, context, {
    id: 'error-burst',
    description: 'More than a quarter of the lines of the platform say error, for a quarter of an hour. Saved query "errors by namespace" says where.',
    metric: [
      sum('errors', { namespace, metricName: name }),
      sum('lines', { namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', dimensions: { LogGroupName: group } }),
      { id: 'share', expression: 'IF(lines > 100, 100 * errors / lines, 0)', label: 'error lines in percent', returnData: true },
    ],
    when: { above: 25 },
    times: 3,
  });
}

/** Of the audit log that EKS writes itself; changes by administrators are in `<cluster>-observability`. */
export function controlPlaneAlarms(stack: PlatformStack, context: AwsContext): void {
  const group = clusterLogGroup(context);
  watched(
    stack,
    context,
    'shells-opened',
    group,
    '{ $.objectRef.subresource = "exec" || $.objectRef.subresource = "attach" || $.objectRef.subresource = "ephemeralcontainers" }',
    {
      description: 'Somebody opened a shell in a pod, or attached to one. Saved query "shells in pods" says who and where.',
      when: { above: 0 },
    },
  );
  watched(stack, context, 'api-refused', group, '{ $.responseStatus.code = 401 || $.responseStatus.code = 403 }', {
    description:
      'More than 200 requests to the Kubernetes API refused in five minutes. Saved query "requests that the API refused" says whose: a component that lost its rights, or somebody who looks around.',
    when: { above: 200 },
    times: 2,
  });
}
