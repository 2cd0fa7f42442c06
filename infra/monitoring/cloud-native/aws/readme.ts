import { cloudNativeSettings } from '../../../../lib/model';
import { managedMetricsKeys } from '../../../../lib/names';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { metricsLogGroup } from '../../../cloud/aws/names';
import { receiverIds, receiverUrls } from '../receivers';
import { topicName, urlSources } from './topics';

/** What a person does around `<cluster>-monitoring`. */
export function readme(context: AwsContext): string {
  const { platform, cluster, names } = context;
  const { alerts, containerInsights, retentionDays } = cloudNativeSettings(platform);
  const paged = receiverIds.filter((id) => alerts[id].type === 'pagerduty');
  const mailed = receiverIds.filter((id) => alerts[id].type === 'email');
  return [
    `# Metrics and alerts of ${cluster.name} in AWS

Apply after \`${cluster.name}-identity\`, \`${cluster.name}-network\` and \`${cluster.name}-cluster\`.`,
    variables(context),
    paged.length === 0
      ? ''
      : `## Keys of PagerDuty

Before the first apply put the routing keys (integration "Events API v2") into ${paged.map((id) => `\`${names.secret(`alerts-${id}`)}\``).join(' and ')}: AWS reads them from there, and they are in no state.`,
    `## After the first apply

    terraform -chdir=dist/terraform/${cluster.name}-monitoring output -json > ${cluster.name}-monitoring.json
    npm run lock -- ${cluster.name}-monitoring.json

Commit \`cloud.lock.yaml\` and what \`npm run synth\` changes: the agent sends to \`${managedMetricsKeys.ingestionUrl}\`, Grafana asks \`${managedMetricsKeys.queryUrl}\`. Until the agents run, \`${names.prefix()}-metrics-stopped\` and \`${names.prefix()}-alerts-silent\` ring.

${mailed.length === 0 ? '' : `Follow the link in the mail that AWS sends to ${[...new Set(mailed.flatMap((id) => mail(alerts[id])))].join(' and ')}: nothing is delivered before. `}Test each receiver once: \`aws sns publish --region ${cluster.region} --topic-arn <arn of ${topicName(context, 'critical')}> --message test\`.`,
    `## How it works

The agents in the cluster send through the endpoint \`aps-workspaces\` of the VPC, signed by their identity. AWS evaluates the rules and sends by itself: alerts leave also when the cluster is gone. The alert \`Watchdog\` reaches the topic \`${topicName(context, 'heartbeat')}\` every five minutes; an alarm of CloudWatch rings when it does not, and another one when no samples arrive. The page \`${names.prefix()}-metrics\` in CloudWatch, Dashboards, needs nothing that runs in the cluster.

Rules that fail and messages that do not leave are in the log group \`${metricsLogGroup(context)}\`.`,
    `## Somebody must not be paged for an hour

Grafana shows alerts and has no silences of AWS. With credentials of an administrator:

    awscurl --service aps --region ${cluster.region} -X POST <queryUrl>/alertmanager/api/v2/silences -H 'Content-Type: application/json' -d '{"matchers":[{"name":"alertname","value":"<alert>","isRegex":false,"isEqual":true}],"startsAt":"<from>","endsAt":"<until>","createdBy":"<you>","comment":"<why>"}'`,
    `## What it costs

At list prices of 2026, rounded: 0.90 USD for each 10 million samples of the first two billion a month, 0.35 USD of the next 250 billion, 0.03 USD for each GB and month, 0.10 USD for each billion samples that queries and rules read. 300,000 series every 30 seconds are 26 billion samples a month, about 1,020 USD; rules a few tens. Two endpoints in three zones are 45 USD. ${containerInsights ? 'Container Insights is billed beside it, by what its agents send: `containerInsights: false` leaves it out.' : 'Container Insights is left out (`containerInsights: false`).'}`,
    `## Never

The workspace and its log group have \`prevent_destroy\`: with the workspace go ${retentionDays} days of metrics, and its addresses in \`cloud.lock.yaml\` change.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const mail = (receiver: { readonly type: string; readonly address?: string }): readonly string[] => (receiver.address === undefined ? [] : [receiver.address]);

function variables({ platform }: AwsContext): string {
  const urls = receiverUrls(platform, urlSources);
  if (urls.length === 0) return '';
  return `## Variables

${urls.map(({ variable, source }) => `    export TF_VAR_${variable}=…  # ${source}`).join('\n')}

The URLs are kept in the state of this stack, which only those may read who apply it.`;
}
