/** What a person needs to know around an apply of `edge-front-door`. */
import type { Platform } from '../../../../lib/model';
import { activeCluster, edgeStackIds, frontDoorGroup, frontDoorProof, originHealthPath, originHost, zoneProvider } from '../../../../lib/names';
import { azureNames } from '../../../cloud/azure/ids';
import type { PlatformContext } from '../../../context';
import { azureClusters } from './stack';

export function readme(context: PlatformContext): string {
  const { platform } = context;
  const clusters = azureClusters(context);
  const own = zoneProvider(platform) === 'azure';
  const [home] = clusters;
  return `# Front Door in front of ${clusters.map(({ cluster }) => cluster.name).join(' and ')}

Apply after the network and observability stacks of the clusters on Azure${own ? ' and after `edge-zone`, whose zone must be delegated' : ', before `edge`'}. A quarter of an hour; certificates of hosts come up to an hour later, and until then browsers are told that the name is wrong.

## Afterwards, once

    terraform -chdir=dist/terraform/${edgeStackIds.frontDoor} output -json > ${edgeStackIds.frontDoor}.json
    npm run lock -- ${edgeStackIds.frontDoor}.json

Then \`npm run synth\`, commit. \`${frontDoorProof.lockKey}\` is what Front Door writes into \`X-Azure-FDID\`: the gateways refuse every request without it, so that before this step every host answers 403. A profile that is made again has another id; that is why it refuses to be destroyed.

## Who gets to a cluster

Front Door has addresses that change every week and belong to all its customers. The network admits those addresses only, the gateway only our profile (docs/adr/0036-origin-lock-of-front-door.md). With \`network.egress: nat-gateway\` Azure keeps the list by itself, as a tag. With \`firewall\` it is looked up by every plan of the network stack: apply that stack once a week, by a schedule. Microsoft names new ranges a week before it uses them; whoever waits longer loses a share of the requests, and the alert \`front-door-origin\` rings.

${own ? failover(platform) : waiting(platform)}
## Something is blocked that should not be

The page of a blocked request shows a reference. In workspace \`${home ? azureNames(home).workspace : ''}\`:

    AzureDiagnostics | where Category == "FrontDoorWebApplicationFirewallLog" and trackingReference_s == "<reference>" | project TimeGenerated, ruleName_s, details_matches_s, host_s, clientIP_s

Rules of the platform have names of one word, those of Microsoft numbers. Values in the log are scrubbed. While it hurts, exclude the field in the portal (policy in \`${frontDoorGroup(platform)}\`, Managed rules, Exclusions), then bring it here: the next apply removes what it does not know. Limits count five minutes for logins, and whoever is over one waits until they are over.

## Certificates

Front Door has them made by DigiCert and renews them 45 days before they end, without anybody, as long as a host leads straight to it. A token that is older than a week is worth nothing: a host whose state is \`Pending re-validation\` needs a new one; then ${own ? 'apply this stack, which writes it' : 'apply this stack and `edge`, which writes it'}.

    az afd custom-domain list --resource-group ${frontDoorGroup(platform)} --profile-name afd-${platform.name} --query "[].{domain: name, host: hostName, state: domainValidationState}" --output table
    az afd custom-domain regenerate-validation-token --resource-group ${frontDoorGroup(platform)} --profile-name afd-${platform.name} --custom-domain-name <domain>

## What it costs

At list prices of 2026, rounded: Front Door Premium 330 USD a month with its firewall, 1.50 USD for each million requests, and 80 to 170 USD a TB to browsers, by continent; its logs 2.80 USD a GB, and a million requests are one to two GB.${own ? ' Traffic Manager 1 USD a month.' : ''}
`;
}

function failover(platform: Platform): string {
  const active = activeCluster(platform);
  return `## Failover

Hosts of several clusters go to ${active.name} first, and to the other one while \`https://${originHost(platform, active)}${originHealthPath}\` does not answer 200: after about a minute, and back after three good answers. Sessions live in one cluster: people log in again. To take a cluster out by hand, disable its origin in the portal (group \`failover\`); the next apply enables it again.

## Front Door itself is down

Look first: the alert \`front-door-origin\` is about a cluster, \`traffic-manager-cluster\` is a second opinion about the same. When both clusters are fine for Traffic Manager and nobody reaches them, it is Front Door. Then, and only then:

1. \`edge.azure.entry: traffic-manager\`, \`npm run synth\`, commit. The gateways take requests without the proof.
2. Apply the network stacks (the firewalls open port 443 to everybody), then this stack (names lead to Traffic Manager). From then on nothing filters requests: no firewall for applications, no \`adminRanges\`, no limits but those of the logins themselves, and gateways behind Azure Firewall see its address instead of the client's.
3. When Front Door is back: take the setting away, \`npm run synth\`, apply this stack, wait five minutes until resolvers have followed, and only then commit and apply the network stacks: from then on the gateways want the proof again.

The gateways have public certificates for every host. Practise it once, in a quiet hour.
`;
}

const waiting = (platform: Platform) => `## Failover

Route 53 decides (stack \`edge\`): names lead here while no cluster at AWS serves. It asks \`https://check-<cluster>.${platform.domain}${originHealthPath}\`, through Front Door like everybody else. Hosts that wait here are not renewed by themselves: see "Certificates", and docs/production.md, "Hosts that wait at Front Door".
`;
