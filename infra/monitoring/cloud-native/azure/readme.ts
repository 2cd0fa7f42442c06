import { cloudNativeSettings } from '../../../../lib/model';
import { managedMetricsKeys, siblings } from '../../../../lib/names';
import { azureNames } from '../../../cloud/azure/ids';
import type { AzureContext } from '../../../cloud/azure/kits/stack';
import { receiverUrls } from '../receivers';
import { urlSources } from './receivers';

/** What a person does around `<cluster>-monitoring`. */
export function readme(context: AzureContext): string {
  const { cluster, names } = context;
  return [
    `# Metrics and alerts of ${cluster.name} in Azure Monitor

Apply after \`${cluster.name}-network\`, \`${cluster.name}-identity\` and \`${cluster.name}-cluster\`. Azure needs up to half an hour until a new role counts: until then the agent is answered 403.`,
    variables(context),
    `## After the first apply

    terraform -chdir=dist/terraform/${cluster.name}-monitoring output -json > ${cluster.name}-monitoring.json
    npm run lock -- ${cluster.name}-monitoring.json

Commit \`cloud.lock.yaml\` and what \`npm run synth\` changes: the agent sends to \`${managedMetricsKeys.ingestionUrl}\`, Grafana asks \`${managedMetricsKeys.queryUrl}\`. From then on an apply that gives other addresses fails.

Until the agent runs, \`${names.prefix()}-metrics-stopped\` and \`MetricsStopped\` ring. Test each receiver once: Monitor, Alerts, Action groups, Test (sample type "Prometheus alert").`,
    siblingText(context),
    `## How it works

The agent in the cluster sends samples through the private link \`${azureNames(context).monitorLink}\` to \`${azureNames(context).ingestionEndpoint}\`; nothing of it has a public address, and no rule of the firewall is needed. Azure evaluates the rules once a minute and sends by itself: alerts leave also when the cluster or its network is gone.

Severities: 1 pages, 2 is a ticket, 4 tells nobody. An alert resolves after five healthy minutes. Azure sends one message for each series that fires and knows no grouping and no alert that silences another: where a node is gone, expect its followers as well.${ringing(context)}

Azure compares names, labels and values without case, keeps samples for 18 months and answers queries of 32 days at most.`,
    `## Somebody must not be paged for an hour

    az monitor alert-processing-rule create --name maintenance --resource-group ${names.resourceGroup('monitoring')} --rule-type RemoveAllActionGroups --scopes "$(az group show --name ${names.resourceGroup('monitoring')} --query id --output tsv)" --schedule-start-datetime '<from>' --schedule-end-datetime '<until>' --schedule-time-zone UTC

Delete it afterwards: \`az monitor alert-processing-rule delete --name maintenance --resource-group ${names.resourceGroup('monitoring')}\`. What fires in between is listed in the portal, but told to nobody.`,
    `## Grafana is gone

The same dashboards are workbooks: Monitor, Workbooks, resource group \`${names.resourceGroup('monitoring')}\`. They ask the workspace from your browser, which must be inside the network (README of \`${cluster.name}-network\`). From outside: Monitor, Alerts shows what fires; the metrics that Azure keeps of the cluster itself are at the cluster, Metrics.`,
    `## What it costs

At list prices of 2026, rounded: 0.16 USD for each 10 million samples taken, and 0.001 USD for each 10 million that queries and rules read. 300,000 series every 30 seconds are 26 billion samples a month, about 420 USD; rules a few tens. Workbooks, rule groups and mails cost nothing; two private endpoints 15 USD.`,
    `## Never

The workspace has a lock: with it go 18 months of metrics. Changing its name, or that of the endpoint or rule in front of it, changes the addresses in \`cloud.lock.yaml\`.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function variables({ platform }: AzureContext): string {
  const urls = receiverUrls(platform, urlSources);
  if (urls.length === 0) return '';
  return `## Variables

${urls.map(({ variable, source }) => `    export TF_VAR_${variable}=…  # ${source}`).join('\n')}

The URLs are kept in the state of this stack, which only those may read who apply it.`;
}

const siblingText = ({ platform, cluster }: AzureContext): string =>
  siblings(platform, cluster).length === 0
    ? ''
    : `## Two passes

Grafana here also asks the workspace of ${siblings(platform, cluster)
        .map(({ name }) => `\`${name}\``)
        .join(
          ', ',
        )}: the endpoint and the right appear once \`cloud.lock.yaml\` has its address. After the first apply of both run \`npm run lock\`, commit, and apply this stack once more.`;

const ringing = ({ platform }: AzureContext): string =>
  cloudNativeSettings(platform).alerts.warning.type === 'pagerduty'
    ? ' Tickets reach PagerDuty at any hour: give their service low urgency, or support hours.'
    : '';
