/** Who hears of what: the alert manager of the workspace groups, silences and sends as an Alertmanager of our own would. */
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { PrometheusAlertManagerDefinition } from '@cdktf/provider-aws/lib/prometheus-alert-manager-definition';
import type { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudNativeSettings } from '../../../../lib/model';
import { inhibitionsOf } from '../../../../lib/monitoring/inhibitions';
import { yaml } from '../../../../lib/output/yaml';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { address } from '../../../cloud/aws/names';
import { receiverIds, type ReceiverId } from '../receivers';
import type { Topics } from './topics';

export interface AlertManagerProps {
  readonly workspace: PrometheusWorkspace;
  readonly receivers: Topics;
}

/** Seconds between two signs of life; the alarm rings after three of them are missing. */
export const heartbeatSeconds = 300;

export function alertManager(stack: PlatformStack, context: AwsContext, { workspace, receivers }: AlertManagerProps): void {
  const { platform, cluster, names } = context;
  const { alerts } = cloudNativeSettings(platform);
  const pager = (id: ReceiverId): string => {
    const secret = new DataAwsSecretsmanagerSecret(stack, address(`pager-${id}`), { name: names.secret(`alerts-${id}`) });
    return secret.arn;
  };
  const sns = (id: keyof Topics) => ({ topic_arn: receivers[id].arn, sigv4: { region: cluster.region } });
  const receiver = (id: ReceiverId): object =>
    alerts[id].type === 'pagerduty'
      ? { name: id, pagerduty_configs: [pagerduty(pager(id), id)] }
      : {
          name: id,
          sns_configs: [{ ...sns(id), subject: template('subject'), message: template('message'), attributes: { severity: id }, send_resolved: true }],
        };
  const config = {
    global: { resolve_timeout: '5m' },
    templates: [messages],
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'alertname', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        { receiver: 'heartbeat', matchers: ['alertname="Watchdog"'], group_wait: '0s', group_interval: '1m', repeat_interval: `${heartbeatSeconds}s` },
        { receiver: 'nobody', matchers: ['severity="none"'] },
        { receiver: 'critical', matchers: ['severity="critical"'], repeat_interval: '4h' },
        { receiver: 'warning', matchers: ['severity="warning"'] },
      ],
    },
    inhibit_rules: inhibitionsOf(platform),
    receivers: [
      ...receiverIds.map(receiver),
      { name: 'heartbeat', sns_configs: [{ ...sns('heartbeat'), subject: 'alive', message: 'alive', send_resolved: false }] },
      { name: 'nobody' },
    ],
  };
  pinned(
    new PrometheusAlertManagerDefinition(stack, 'alert_manager', {
      workspaceId: workspace.id,
      definition: yaml({ template_files: { [messages]: texts }, alertmanager_config: yaml(config) }),
    }),
  );
}

/**
 * The key is read from the secret store by AWS itself.
 * @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-pagerduty-configure-alertmanager.html
 */
const pagerduty = (secretArn: string, severity: ReceiverId) => ({
  routing_key: { aws_secrets_manager: { secret_arn: secretArn, secret_key: 'routing-key', refresh_interval: '5m' } },
  severity,
  description: template('subject'),
  details: { firing: template('message') },
  send_resolved: true,
});

const messages = 'messages';
const template = (name: 'subject' | 'message'): string => `{{ template "platform.${name}" . }}`;
/** A subject of SNS has at most 100 characters; the rest is cut off. */
const texts = `{{ define "platform.subject" }}{{ if eq .Status "resolved" }}Resolved: {{ end }}{{ .CommonLabels.cluster }}: {{ if eq (len .Alerts) 1 }}{{ (index .Alerts 0).Annotations.summary }}{{ else }}{{ len .Alerts }} x {{ .GroupLabels.alertname }}{{ with .GroupLabels.namespace }} in {{ . }}{{ end }}{{ end }}{{ end }}
{{ define "platform.message" }}{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
{{ range .Labels.SortedPairs }}  {{ .Name }}: {{ .Value }}
{{ end }}
{{ end }}{{ end }}
`;
