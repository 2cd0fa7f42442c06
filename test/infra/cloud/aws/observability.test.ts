import { stackNamed, statement } from './synthesize';

const { resource } = stackNamed('aws-euc1-observability');
const alarm = (id: string) => resource['aws_cloudwatch_metric_alarm']?.[id];

describe('<cluster>-observability', () => {
  it('mails the owner through an encrypted topic that only alarms may write', () => {
    expect(resource['aws_sns_topic']?.['alarms']).toMatchObject({ kms_master_key_id: '${data.aws_kms_key.key_observability.arn}' });
    expect(resource['aws_sns_topic_subscription']?.['owner']).toMatchObject({ protocol: 'email', endpoint: 'data-platform@acme.example' });
    expect(statement(resource['aws_sns_topic_policy']?.['alarms']?.['policy'], 'Alarms')).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    });
  });

  it('tells of each alarm when it starts and when it ends, with what to do', () => {
    const alarms = Object.values(resource['aws_cloudwatch_metric_alarm'] ?? {});
    expect(alarms.length).toBeGreaterThan(10);
    for (const each of alarms) {
      expect(each).toMatchObject({ alarm_actions: ['${aws_sns_topic.alarms.arn}'], ok_actions: ['${aws_sns_topic.alarms.arn}'] });
      expect(String(each['alarm_description']).length).toBeGreaterThan(80);
    }
  });

  it('hears when nobody reaches a port, silence included', () => {
    expect(alarm('ingress_https_down')).toMatchObject({
      namespace: 'AWS/NetworkELB',
      metric_name: 'HealthyHostCount',
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      treat_missing_data: 'breaching',
      dimensions: { LoadBalancer: '${data.aws_lb.ingress.arn_suffix}', TargetGroup: '${data.aws_lb_target_group.ingress_https.arn_suffix}' },
    });
    expect(alarm('ingress_metrics_down')).toBeDefined();
  });

  it("watches each zone's way out", () => {
    for (const zone of ['a', 'b', 'c'])
      expect(alarm(`nat_${zone}_ports`)).toMatchObject({
        metric_name: 'ErrorPortAllocation',
        dimensions: { NatGatewayId: `\${data.aws_nat_gateway.nat_${zone}.id}` },
        threshold: 0,
      });
  });

  it('watches the control plane by the share of failed requests, not their number', () => {
    expect(alarm('api_errors')).toMatchObject({
      threshold: 5,
      metric_query: [
        { id: 'failed', metric: { namespace: 'AWS/EKS', metric_name: 'apiserver_request_total_5XX', dimensions: { ClusterName: 'acme-db-aws-euc1' } } },
        { id: 'total', metric: { metric_name: 'apiserver_request_total' } },
        { id: 'rate', expression: '100 * failed / total', return_data: true },
      ],
    });
    expect(alarm('etcd_size')).toMatchObject({ metric_name: 'apiserver_storage_size_bytes' });
    expect(alarm('interruptions_unread')).toMatchObject({ dimensions: { QueueName: 'acme-db-aws-euc1-karpenter' } });
  });

  it('hears of backups that failed and of backups that never ran', () => {
    expect(alarm('backup_failed')).toMatchObject({ metric_name: 'NumberOfBackupJobsFailed', threshold: 0, treat_missing_data: 'notBreaching' });
    expect(alarm('backup_missing')).toMatchObject({ metric_name: 'NumberOfBackupJobsCompleted', period: 86400, treat_missing_data: 'breaching' });
  });

  it('hears of every change that an administrator makes past git', () => {
    expect(resource['aws_cloudwatch_log_metric_filter']?.['administrator_writes']).toMatchObject({
      log_group_name: '/aws/eks/acme-db-aws-euc1/cluster',
      pattern:
        '{ ($.user.username = "arn:aws:sts::111122223333:assumed-role/platform-admin/*") && ($.verb = "create" || $.verb = "update" || $.verb = "patch" || $.verb = "delete" || $.verb = "deletecollection") }',
    });
    expect(alarm('break_glass')).toMatchObject({ namespace: 'Platform/acme-db-aws-euc1', metric_name: 'AdministratorWrites' });
  });
});
