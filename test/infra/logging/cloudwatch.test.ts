import { cloudLogsPlatform, stacksOf } from './stacks';

const stacks = stacksOf(cloudLogsPlatform('  retentionDays: 60\n  auditRetentionDays: 545\n'));
const cheap = stacksOf(cloudLogsPlatform('  tier: infrequent\n'));
const logs = 'aws-euc1-logs';
const group = (name: string) => stacks.block(logs, 'aws_cloudwatch_log_group', name);
const statements = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: readonly { Sid: string; Action: unknown; Resource: unknown; Condition?: unknown }[] }).Statement;

describe('groups of CloudWatch Logs', () => {
  it('are made before anybody writes, each with its period, encrypted, and never destroyed by an apply', () => {
    expect(Object.fromEntries(['platform', 'workloads', 'audit'].map((name) => [name, group(name)['retention_in_days']]))).toEqual({
      platform: 60,
      workloads: 60,
      audit: 545,
    });
    for (const name of ['platform', 'workloads', 'audit'])
      expect(group(name)).toMatchObject({
        name: `/dbaas/acme-db-aws-euc1/${name}`,
        log_group_class: 'STANDARD',
        kms_key_id: '${data.aws_kms_key.key_observability.arn}',
        lifecycle: { prevent_destroy: true },
      });
  });

  it('have the stream that the gateway names, since the endpoint for OTLP makes none', () => {
    for (const name of ['platform', 'workloads', 'audit'])
      expect(stacks.block(logs, 'aws_cloudwatch_log_stream', name)).toMatchObject({
        name: 'collector',
        log_group_name: `\${aws_cloudwatch_log_group.${name}.name}`,
      });
  });

  it('are encrypted with a key that lets CloudWatch use it for exactly these groups', () => {
    const { policy } = stacks.block('aws-euc1-identity', 'aws_kms_key', 'observability');
    const condition = statements(policy).find(({ Sid }) => Sid === 'LogGroups')?.Condition;
    expect(JSON.stringify(condition)).toContain('log-group:/dbaas/acme-db-aws-euc1/audit');
  });

  it('mask credentials, and are found by namespace without reading everything', () => {
    const document = String(stacks.block(logs, 'aws_cloudwatch_log_data_protection_policy', 'audit')['policy_document']);
    expect(JSON.parse(document)).toMatchObject({ Statement: [{ Operation: { Audit: {} } }, { Operation: { Deidentify: { MaskConfig: {} } } }] });
    expect(String(stacks.block(logs, 'aws_cloudwatch_log_index_policy', 'platform')['policy_document'])).toContain('k8s.namespace.name');
  });

  it('cost less than half where nothing has to watch them; those of the audit stay as they are', () => {
    const classes = cheap.blocks(logs, 'aws_cloudwatch_log_group');
    expect(Object.fromEntries(Object.entries(classes).map(([name, { log_group_class }]) => [name, log_group_class]))).toEqual({
      platform: 'INFREQUENT_ACCESS',
      workloads: 'INFREQUENT_ACCESS',
      audit: 'STANDARD',
    });
    expect(Object.keys(cheap.blocks(logs, 'aws_cloudwatch_log_data_protection_policy'))).toEqual(['audit']);
    expect(Object.keys(cheap.blocks(logs, 'aws_cloudwatch_metric_alarm'))).not.toContain('error_burst');
  });
});

describe('alarms on logs', () => {
  it('tell the topic of the cluster, when it starts and when it ends', () => {
    const alarms = stacks.blocks(logs, 'aws_cloudwatch_metric_alarm');
    expect(Object.keys(alarms).sort()).toEqual([
      'api_refused',
      'delivery_refused',
      'error_burst',
      'logins_refused',
      'logs_audit_silent',
      'logs_platform_silent',
      'logs_volume',
      'shells_opened',
    ]);
    const topic = 'arn:aws:sns:eu-central-1:111122223333:acme-db-aws-euc1-alarms';
    for (const alarm of Object.values(alarms)) expect(alarm).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
    expect(stacks.block('aws-euc1-observability', 'aws_sns_topic', 'alarms')).toMatchObject({ name: 'acme-db-aws-euc1-alarms' });
  });

  it('take silence for trouble, not for peace', () => {
    for (const name of ['logs_audit_silent', 'logs_platform_silent'])
      expect(stacks.block(logs, 'aws_cloudwatch_metric_alarm', name)).toMatchObject({
        treat_missing_data: 'breaching',
        comparison_operator: 'LessThanThreshold',
      });
  });

  it('count the lines that their filter counts', () => {
    for (const name of ['logins_refused', 'delivery_refused', 'shells_opened', 'api_refused']) {
      const { metric_transformation: metric } = stacks.block(logs, 'aws_cloudwatch_log_metric_filter', `${name}_lines`) as { metric_transformation: unknown };
      const { metric_name: watched, namespace } = stacks.block(logs, 'aws_cloudwatch_metric_alarm', name);
      expect(metric).toMatchObject({ name: watched, namespace });
    }
  });

  it('say so when a day costs more than was meant', () => {
    const few = stacksOf(cloudLogsPlatform('  alertAboveGiBPerDay: 2\n')).block(logs, 'aws_cloudwatch_metric_alarm', 'logs_volume');
    expect(few).toMatchObject({ threshold: 2 * 1024 ** 3 });
  });
});

describe('rights on logs', () => {
  it('let the gateway add lines to its streams, and nothing else', () => {
    const { policy } = stacks.block('aws-euc1-identity', 'aws_iam_role_policy', 'otel_gateway_log_write');
    expect(statements(policy).map(({ Action }) => Action)).toEqual(['logs:PutLogEvents', 'logs:DescribeLogStreams']);
    expect(statements(policy)[0]?.Resource).toContain('arn:aws:logs:eu-central-1:111122223333:log-group:/dbaas/acme-db-aws-euc1/audit:log-stream:collector');
  });

  it('let Grafana search, without seeing what is masked', () => {
    const { policy } = stacks.block('aws-euc1-identity', 'aws_iam_role_policy', 'grafana_log_read');
    expect(String(policy)).toContain('logs:StartQuery');
    expect(String(policy)).not.toMatch(/Unmask|logs:\*|Delete|Put/);
  });

  it('let the pipeline make groups and their policies, and delete no group', () => {
    const policies = Object.values(stacks.blocks('bootstrap-aws', 'aws_iam_policy')).map(({ policy }) => String(policy));
    const own = policies.filter((text) => text.includes('/dbaas/acme-db-aws-euc1/audit'));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain('logs:PutDataProtectionPolicy');
    expect(own[0]).not.toContain('DeleteLogGroup');
  });
});

it('the VPC has an endpoint for logs only where pods write there', () => {
  expect(stacks.blocks('aws-euc1-network', 'aws_vpc_endpoint')).toHaveProperty('logs.service_name', 'com.amazonaws.eu-central-1.logs');
});

it('the README has every group with its days', () => {
  expect(stacks.readme(logs)).toContain('| `/dbaas/acme-db-aws-euc1/audit` | logins and the delivery | 545 |');
});
