import { parse } from 'yaml';
import type { CloudLock } from '../../../../../lib/model';
import { inhibitions } from '../../../../../lib/monitoring/inhibitions';
import { lockValues } from '../../../../../lib/names';
import { withCloudMonitoring } from '../../../../manifests/foundation/rendered';
import type { Block } from '../../../cloud/aws/synthesize';
import { monitoring } from './example';

const example = monitoring();
const { context, stack, readme } = example;
const of = (type: string, id: string, from = stack): Block => {
  const found = from.resource[type]?.[id];
  if (!found) throw new Error(`no ${type}.${id}: ${Object.keys(from.resource[type] ?? {}).join(' ')}`);
  return found;
};
interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Block;
}
const statements = (text: unknown): readonly Statement[] => (JSON.parse(String(text)) as { readonly Statement: readonly Statement[] }).Statement;
const receivers = (critical: string, warning: string) => withCloudMonitoring(`  alerts:\n    critical: ${critical}\n    warning: ${warning}\n`);
interface Definition {
  readonly route: { readonly routes: readonly Block[] };
  readonly receivers: readonly (Block & { readonly name: string })[];
  readonly inhibit_rules: readonly Block[];
}
const definition = (from = stack): Definition => {
  const text = String(of('aws_prometheus_alert_manager_definition', 'alert_manager', from)['definition']);
  return parse((parse(text) as { readonly alertmanager_config: string }).alertmanager_config) as Definition;
};

describe('metrics of an EKS cluster in AWS', () => {
  it('lie under the key of the cluster, and are not lost by an apply', () => {
    expect(of('aws_prometheus_workspace', 'metrics')).toMatchObject({
      alias: 'acme-db-aws-euc1',
      kms_key_arn: '${data.aws_kms_key.key_observability.arn}',
      logging_configuration: { log_group_arn: '${aws_cloudwatch_log_group.metrics.arn}:*' },
      lifecycle: { prevent_destroy: true },
    });
    expect(of('aws_prometheus_workspace_configuration', 'metrics')).toMatchObject({ retention_period_in_days: 395 });
    expect(of('aws_cloudwatch_log_group', 'metrics')).toMatchObject({ retention_in_days: 365, kms_key_id: '${data.aws_kms_key.key_observability.arn}' });
  });

  it('have addresses that the lock file takes, and the apply says when it has others', () => {
    const id = 'ws-0a1b2c3d-1234-5678-9abc-def012345678';
    const url = `https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/${id}`;
    const values = lockValues(context.platform, context.cluster).filter(({ stack: from }) => from === 'monitoring');
    expect(
      values.map(({ output, pattern }) => [stack.output[output] !== undefined, pattern.test(output.includes('query') ? url : `${url}/api/v1/remote_write`)]),
    ).toEqual([
      [true, true],
      [true, true],
    ]);
    const lock: CloudLock = { clusters: { 'aws-euc1': { 'metrics.queryUrl': url } } };
    expect(JSON.stringify(of('aws_prometheus_workspace', 'metrics', monitoring(undefined, lock).stack)['lifecycle'])).toContain(`== \\"${url}\\"`);
    expect(of('aws_prometheus_workspace', 'metrics')['lifecycle']).not.toHaveProperty('postcondition');
  });

  it('are sent and asked by identities that can do nothing else, in workspaces of their own cluster', () => {
    const identity = example.other('identity');
    const policy = (role: string, name: string) => statements(of('aws_iam_role_policy', `${role}_${name}`, identity)['policy']);
    expect(policy('metrics_agent', 'metrics_write')).toEqual([
      {
        Sid: 'SendSamples',
        Effect: 'Allow',
        Action: 'aps:RemoteWrite',
        Resource: 'arn:aws:aps:eu-central-1:111122223333:workspace/*',
        Condition: { StringEquals: { 'aws:ResourceTag/cluster': 'aws-euc1', 'aws:ResourceTag/platform': 'acme-db' } },
      },
    ]);
    for (const { Action } of policy('grafana', 'metrics_read')) expect([Action].flat().join(' ')).not.toMatch(/Put|Write|Create|Delete|Update|logs:/);
    expect([policy('container_insights', 'container_insights')[0]?.Action].flat()).toEqual(
      expect.arrayContaining(['cloudwatch:PutMetricData', 'ec2:DescribeTags']),
    );
  });

  it('reach AWS without leaving the VPC', () => {
    const endpoints = example.other('network').resource['aws_vpc_endpoint'] ?? {};
    expect(endpoints['aps_workspaces']).toMatchObject({ service_name: 'com.amazonaws.eu-central-1.aps-workspaces', private_dns_enabled: true });
    expect(endpoints['monitoring']).toBeDefined();
  });
});

describe('alerts of AWS', () => {
  it('go to pages, tickets and the heartbeat, and silence each other as everywhere', () => {
    const { route, inhibit_rules } = definition();
    expect(route.routes.map(({ receiver, matchers }) => [receiver, matchers])).toEqual([
      ['heartbeat', ['alertname="Watchdog"']],
      ['nobody', ['severity="none"']],
      ['critical', ['severity="critical"']],
      ['warning', ['severity="warning"']],
    ]);
    expect(inhibit_rules).toEqual(JSON.parse(JSON.stringify(inhibitions)));
  });

  it('reach PagerDuty with a key that is in no state, and people by topics', () => {
    const [critical, warning, heartbeat] = definition().receivers;
    expect(critical).toMatchObject({
      name: 'critical',
      pagerduty_configs: [
        {
          severity: 'critical',
          routing_key: { aws_secrets_manager: { secret_arn: '${data.aws_secretsmanager_secret.pager_critical.arn}', secret_key: 'routing-key' } },
        },
      ],
    });
    expect(warning).toMatchObject({ sns_configs: [{ topic_arn: '${aws_sns_topic.alerts_warning.arn}', sigv4: { region: 'eu-central-1' } }] });
    expect(heartbeat).toMatchObject({ sns_configs: [{ topic_arn: '${aws_sns_topic.alerts_heartbeat.arn}' }] });
    expect(of('aws_sns_topic_subscription', 'warning')).toMatchObject({ protocol: 'email', endpoint: 'platform@acme.example' });
  });

  it('of a pager may be read by AWS for workspaces of this account, by nobody else', () => {
    const [deny, allow] = statements(of('aws_secretsmanager_secret_policy', 'alerts_critical', example.other('identity'))['policy']);
    expect(deny?.Condition).toMatchObject({ Bool: { 'aws:PrincipalIsAWSService': 'false' } });
    expect(allow).toMatchObject({
      Principal: { Service: 'aps.amazonaws.com' },
      Action: 'secretsmanager:GetSecretValue',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:aps:eu-central-1:111122223333:workspace/*' } },
    });
    const [only, ...more] = statements(of('aws_secretsmanager_secret_policy', 'grafana', example.other('identity'))['policy']);
    expect(more).toEqual([]);
    expect(only?.Condition).not.toHaveProperty('Bool');
  });

  it('take messages of the own workspace and of alarms only, encrypted', () => {
    for (const id of ['critical', 'warning', 'heartbeat']) {
      expect(of('aws_sns_topic', `alerts_${id}`)).toMatchObject({ kms_master_key_id: '${data.aws_kms_key.key_observability_topics.arn}' });
      const [alerts] = statements(of('aws_sns_topic_policy', `alerts_${id}`)['policy']);
      expect(alerts?.Condition).toMatchObject({ ArnEquals: { 'aws:SourceArn': '${aws_prometheus_workspace.metrics.arn}' } });
    }
  });

  it('ask for the URL of a receiver that has one, and for none where people are mailed', () => {
    const web = monitoring(receivers('{ type: webhook }', '{ type: pagerduty }'));
    expect(Object.keys(web.stack.variable)).toEqual(['alerts_critical_url', 'alerts_warning_url']);
    expect(of('aws_sns_topic_subscription', 'critical', web.stack)).toMatchObject({
      protocol: 'https',
      endpoint: '${var.alerts_critical_url}',
      endpoint_auto_confirms: true,
    });
    expect(web.readme).toContain('TF_VAR_alerts_critical_url');
    const mail = monitoring(receivers('{ type: email, address: a@b.example }', '{ type: email, address: c@d.example }'));
    expect(mail.stack.variable).toBeUndefined();
    expect(mail.readme).not.toContain('TF_VAR');
    expect(readme).toContain('alerts-critical');
  });
});

describe('alarms of CloudWatch', () => {
  const alarm = (id: string) => of('aws_cloudwatch_metric_alarm', id);
  it('ring when nothing arrives and when nothing is sent, by what AWS itself counts', () => {
    expect(alarm('metrics_stopped')).toMatchObject({
      namespace: 'AWS/Usage',
      dimensions: { Resource: 'IngestionRate', ResourceId: '${aws_prometheus_workspace.metrics.id}' },
      treat_missing_data: 'breaching',
      alarm_actions: ['${aws_sns_topic.alerts_critical.arn}'],
    });
    expect(alarm('alerts_silent')).toMatchObject({
      metric_name: 'NumberOfMessagesPublished',
      dimensions: { TopicName: 'acme-db-aws-euc1-alerts-heartbeat' },
      treat_missing_data: 'breaching',
    });
  });

  it('tell one receiver of the failures of the other', () => {
    expect(alarm('messages_critical_failed')['alarm_actions']).toEqual(['${aws_sns_topic.alerts_warning.arn}']);
    expect(alarm('messages_warning_failed')['alarm_actions']).toEqual(['${aws_sns_topic.alerts_critical.arn}']);
  });

  it('are all on the page that needs nothing in the cluster', () => {
    const body = JSON.parse(String(of('aws_cloudwatch_dashboard', 'metrics')['dashboard_body'])) as {
      readonly widgets: readonly {
        readonly type: string;
        readonly x: number;
        readonly width: number;
        readonly properties: { readonly alarms?: readonly string[] };
      }[];
    };
    const shown = body.widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(':alarm:')[1]);
    const made = Object.values(stack.resource['aws_cloudwatch_metric_alarm'] ?? {}).map(({ alarm_name: name }) => name);
    expect([...shown].sort()).toEqual([...made].sort());
    for (const { x, width } of body.widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('have a second view beside them, unless it was left out', () => {
    expect(JSON.parse(String(of('aws_eks_addon', 'amazon_cloudwatch_observability')['configuration_values']))).toMatchObject({
      otelContainerInsights: { enabled: true, logs: { enabled: false } },
      containerInsights: { enabled: false },
      containerLogs: { enabled: false },
      applicationSignals: { enabled: false },
    });
    const without = monitoring(withCloudMonitoring('  containerInsights: false\n  alerts:\n    critical: { type: webhook }\n    warning: { type: webhook }\n'));
    expect(without.stack.resource['aws_eks_addon']).toBeUndefined();
    expect(without.other('identity').text ?? JSON.stringify(without.other('identity'))).not.toContain('container-insights');
  });
});
