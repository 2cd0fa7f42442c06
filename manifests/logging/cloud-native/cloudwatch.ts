/** AWS: the gateway writes to CloudWatch by OTLP, signed with the identity of its pods, through the endpoint of the VPC. */
import type { Component, Intents } from '../../../lib/components';
import { awsAccount } from '../../../lib/model';
import { dashboardViewer, dataSources, logGroup, logStream, logTenants, logsHost, secretsInLines } from '../../../lib/names';
import type { Context } from '../../context';
import { collectorGateway, gatewayPods } from '../collector/components';
import type { CollectedStore } from '../collector/store';
import { pipelineDashboard } from './dashboard';
import { audited } from './shared';

const https = [{ port: 443 }];

const store = ({ cluster, names, versions }: Context): CollectedStore => ({
  title: 'CloudWatch',
  image: versions.images.otelCollectorContrib,
  exporter: (tenant) => ({
    logs_endpoint: `https://${logsHost(cluster)}/v1/logs`,
    auth: { authenticator: 'sigv4auth' },
    headers: { 'x-aws-log-group': logGroup(names, tenant), 'x-aws-log-stream': logStream },
  }),
  extensions: { sigv4auth: { region: cluster.region, service: 'logs' } },
  processors: { 'transform/store': lean },
  identity: 'otel-gateway',
  needs: [],
  flows: [{ from: gatewayPods, to: { outside: 'private-endpoints' }, ports: https, why: 'logs to store' }],
  advice: {
    refused: 'CloudWatch mostly: older than 14 days, larger than 1 MB, or a right that the identity lacks',
    waiting: 'CloudWatch first (quota of PutLogEvents, endpoint "logs" of the VPC, identity of the gateway)',
    full: 'CloudWatch',
  },
});

/** Stored once with every line, and paid for: only what people look for. */
const kept = ['k8s.cluster.name', 'k8s.namespace.name', 'k8s.pod.name', 'k8s.container.name', 'k8s.node.name', 'service.name'] as const;

/** No credential leaves the cluster; what is said with every line is short. */
const lean = {
  error_mode: 'ignore',
  log_statements: [
    { context: 'resource', statements: [`keep_keys(resource.attributes, ${JSON.stringify(kept)})`] },
    {
      context: 'log',
      statements: [
        'delete_key(log.attributes, "log.file.path")',
        'delete_key(log.attributes, "logtag")',
        ...secretsInLines.map((pattern) => `replace_pattern(log.body, ${JSON.stringify(pattern)}, "***")`),
      ],
    },
  ],
};

function dataSource({ platform, cluster, names }: Context): Readonly<Intents['datasources']> {
  const groups = Object.values(logTenants).map((tenant) => {
    const name = logGroup(names, tenant);
    return { name, arn: `arn:aws:logs:${cluster.region}:${awsAccount(platform).accountId}:log-group:${name}:*`, accountId: awsAccount(platform).accountId };
  });
  return {
    uid: dataSources.logs,
    title: 'Logs',
    type: 'cloudwatch',
    url: '',
    settings: { authType: 'default', defaultRegion: cluster.region, defaultLogGroups: groups.map(({ name }) => name), logsTimeout: '2m' },
    logs: { language: 'logs-insights', region: cluster.region, groups },
  };
}

export function cloudWatchGateway(context: Context): Component | undefined {
  if (context.cluster.provider !== 'aws') return undefined;
  const gateway = collectorGateway(context, store(context));
  return {
    ...gateway,
    provides: [...gateway.provides, 'logs'],
    intents: {
      ...gateway.intents,
      flows: [
        ...(gateway.intents.flows ?? []),
        { from: dashboardViewer, to: { outside: 'private-endpoints' }, ports: https, why: 'searches in the logs (CloudWatch)' },
      ],
      datasources: [dataSource(context)],
      dashboards: [pipelineDashboard],
      logTenants: audited(context),
    },
  };
}
