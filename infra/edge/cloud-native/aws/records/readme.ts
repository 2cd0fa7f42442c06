/** What a person does around `edge`. */
import { ownIdentity } from '../../../../../lib/model';
import { activeCluster, edgeStackIds, frontDoorHosts, originHealthPath, originHost } from '../../../../../lib/names';
import type { EdgeContext } from '../stack';

export function readme(context: EdgeContext): string {
  const { platform, edge, clusters } = context;
  const active = activeCluster(platform);
  const webs = clusters.map(({ cluster }) => `\`${cluster.name}-${edgeStackIds.cluster}\``).join(' and ');
  const behind = frontDoorHosts(platform).length > 0;
  const forGood = ownIdentity(platform.security)
    ? 'To move it for good, set `security.activeCluster` and follow the runbook: the identity provider moves with it.'
    : 'Nothing has to move for good: no cluster has a part that the others lack.';
  return `# Edge: where the hosts of ${edge.zone.name} lead

Last stack: it needs ${webs}${behind ? `, \`${edgeStackIds.frontDoor}\` and the network stacks of all clusters, whose states it reads` : ''}. Until the gateways run, every host is answered 502 or 503, and the alarms of the health checks say so.
${behind ? frontDoorText : ''}
## Failover

${context.edge.aws?.globalAccelerator === true ? acceleratorText(active.name) : recordsText(active.name)} A cluster is down when \`https://${originHost(platform, active)}${originHealthPath}\` (and so on) fails three times, ten seconds apart, for most askers of Route 53. Sessions live in one cluster: people log in again.

To move traffic by hand, invert the health check of the cluster and take it back later: \`aws route53 update-health-check --health-check-id <id> --inverted\`. The next apply takes it back as well. ${forGood}

## Alarms

They are in us-east-1, where Route 53 measures, and mail the owner (\`${edgeStackIds.zone}\`).

## What it costs

A health check about 3 USD a month for each cluster${context.edge.aws?.globalAccelerator === true ? '; the accelerator 18 USD a month and 15 to 105 USD a TB' : ''}${context.edge.aws?.shieldAdvanced ? '; Shield Advanced 3,000 USD a month for a year, for all accounts of the organization, and its traffic' : ''}.
${context.edge.aws?.shieldAdvanced ? shieldText : ''}`;
}

const recordsText = (active: string): string =>
  `Hosts of several clusters are records with a health check: ${active} first, the other one while it is down. With a lifetime of 60 seconds a failover takes one to two minutes; clients that keep addresses longer take longer. With every check down the first choice is answered: the checks are what is broken then.`;
const acceleratorText = (active: string): string =>
  `Hosts of both regions lead to the accelerator, which sends everything to ${active} and to the other region while no gateway there is healthy: within a minute, without DNS. It asks the load balancer for its targets only; a gateway that runs and cannot serve is seen by the health checks and their alarms, and moved by hand: \`aws globalaccelerator update-endpoint-group --traffic-dial-percentage 0\`.`;
const frontDoorText = `
## Hosts that wait at Front Door

The records \`_dnsauth.<host>\` prove our hosts to Front Door. It renews the certificates of hosts that lead to it by itself. Hosts whose first choice is the load balancer at AWS it cannot see: 45 days before such a certificate ends the domain is "pending re-validation". Twice a year, for each of them:

    az afd custom-domain regenerate-validation-token --resource-group <group> --profile-name <profile> --custom-domain-name <name>

then apply \`${edgeStackIds.frontDoor}\` and this stack. docs/production.md, "Hosts that wait at Front Door".
`;
const shieldText = `
## Shield Advanced

Destroying or removing it ends nothing: the subscription renews itself until somebody says otherwise to AWS, a month before the year is over. Automatic rules may block; they appear in the Web ACLs as a group of Shield, which Terraform leaves alone.
`;
