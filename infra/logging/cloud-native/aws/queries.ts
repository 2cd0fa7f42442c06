/** Searches that people need in a hurry, saved under the name of the cluster. */
import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address, clusterLogGroup } from '../../../cloud/aws/names';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logGroup, logTenants } from '../../../../lib/names';
import { field } from './fields';

interface Query {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly string[];
  readonly lines: readonly string[];
}

const newest = ['sort @timestamp desc', 'limit 500'] as const;
const line = `fields @timestamp, ${field('namespace')}, ${field('pod')}, body`;

function queries(context: AwsContext): readonly Query[] {
  const { platform, workloads, audit } = logTenants;
  const of = (...tenants: readonly (keyof typeof logTenants)[]): readonly string[] => tenants.map((tenant) => logGroup(context.names, tenant));
  const controlPlane = [clusterLogGroup(context)];
  const request = 'fields @timestamp, user.username, verb, objectRef.namespace, objectRef.resource, objectRef.name, sourceIPs.0, responseStatus.code';
  return [
    { id: 'pod', title: 'one pod', groups: of(platform, workloads, audit), lines: [line, `filter ${field('pod')} like "NAME"`, ...newest] },
    { id: 'node', title: 'one node', groups: of(platform), lines: [line, `filter ${field('service')} = "node" and ${field('node')} like "NAME"`, ...newest] },
    {
      id: 'errors',
      title: 'errors by namespace',
      groups: of(platform, workloads),
      lines: ['filter body like /(?i)(error|fatal|panic)/', `stats count(*) as errors by ${field('namespace')}, ${field('container')}`, 'sort errors desc'],
    },
    {
      id: 'volume',
      title: 'lines by namespace',
      groups: of(platform, workloads, audit),
      lines: [`stats count(*) as entries, sum(strlen(@message)) as bytes by ${field('namespace')}, ${field('container')}`, 'sort bytes desc'],
    },
    {
      id: 'refused-logins',
      title: 'refused logins',
      groups: of(audit),
      lines: [line, 'filter body like /LOGIN_ERROR|CODE_TO_TOKEN_ERROR|AuthFailure/', ...newest],
    },
    {
      id: 'refused-requests',
      title: 'refused requests',
      groups: of(audit),
      lines: [line, 'filter body like /(?i)permission ?denied|is forbidden/', ...newest],
    },
    { id: 'events', title: 'Kubernetes events', groups: of(platform), lines: [line, `filter ${field('service')} = "kubernetes-events"`, ...newest] },
    {
      id: 'api-changes',
      title: 'who changed what through the API',
      groups: controlPlane,
      lines: [request, 'filter verb in ["create", "update", "patch", "delete", "deletecollection"] and user.username not like /^system:/', ...newest],
    },
    {
      id: 'api-refused',
      title: 'requests that the API refused',
      groups: controlPlane,
      lines: [request, 'filter responseStatus.code in [401, 403]', ...newest],
    },
    {
      id: 'shells',
      title: 'shells in pods',
      groups: controlPlane,
      lines: [request, 'filter objectRef.subresource in ["exec", "attach", "ephemeralcontainers"]', ...newest],
    },
  ];
}

export function savedQueries(stack: PlatformStack, context: AwsContext): void {
  for (const { id, title, groups, lines } of queries(context))
    pinned(
      new CloudwatchQueryDefinition(stack, address(`query-${id}`), {
        name: `${context.names.prefix()}/${title}`,
        logGroupNames: [...groups],
        queryString: lines.join('\n| '),
      }),
    );
}
