/** What a person needs to know around an apply of the edge. */
import { ownIdentity, type Platform } from '../../../lib/model';
import { activeCluster, originHealthPath, originHost } from '../../../lib/names';
import { originPullVariables } from './origin-pulls';
import { edgeSettings } from './stack';

export function readme(platform: Platform): string {
  const edge = edgeSettings(platform);
  const active = activeCluster(platform);
  const [first] = platform.cloud.clusters;
  const forGood = ownIdentity(platform.security)
    ? 'To move it for good, set `security.activeCluster` and follow the runbook: the identity provider moves with it.'
    : 'Nothing has to move for good: no cluster has a part that the others lack.';
  return `# Edge: Cloudflare zone ${edge.zone.name}

Apply after the network stacks of all clusters: it reads their addresses from their states. Until the gateways run, every host answers 521 or 530.

The zone belongs to the platform. Its settings, its firewall and its bot rules hold for every name in it, also for names that are not the platform's.

## Token

\`CLOUDFLARE_API_TOKEN\` in the environment, limited to this account and this zone, with edit rights for: Zone, Zone Settings, DNS, Zone WAF, Cache Rules, Transform Rules, Bot Management, SSL and Certificates, Load Balancers; and in the account: Load Balancing: Monitors and Pools, Access: Apps and Policies, Notifications. Who applies also reads the states of all network stacks.

## Variables: the client certificate

The gateways accept connections with a client certificate of your own authority only. Make the authority offline, once; its certificate (not its key) is the secret \`origin-pull-ca\` of the clusters. Then, every year:

    openssl req -new -newkey rsa:2048 -nodes -keyout edge.key -out edge.csr -subj "/CN=cloudflare ${edge.zone.name}"
    openssl x509 -req -in edge.csr -CA origin-pull-ca.crt -CAkey origin-pull-ca.key -CAcreateserial -days 398 -sha256 -extfile <(printf 'basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\nextendedKeyUsage=clientAuth\\n') -out edge.crt
    export TF_VAR_${originPullVariables.certificate}="$(cat edge.crt)" TF_VAR_${originPullVariables.key}="$(cat edge.key)"

Cloudflare's provider has no write-only argument for the key, so that the state of this stack holds it: whoever reads the state can pretend to be the edge, from Cloudflare's addresses. Treat read access to this state like access to the key, and issue a new certificate when somebody leaves who had it. A new certificate is uploaded before the old one goes; nothing is refused meanwhile.

## First apply

The zone is imported by the plan itself. What somebody clicked together before is not: Cloudflare has one list of rules for each phase, and the apply fails where one exists. Delete it in the dashboard, or take it over:

    curl -sH "Authorization: Bearer $CLOUDFLARE_API_TOKEN" https://api.cloudflare.com/client/v4/zones/${edge.zone.id}/rulesets
    terraform import cloudflare_ruleset.custom zone/${edge.zone.id}/<id>

The same holds for DNS records of the same names, which must go first.

Afterwards give the outputs \`name_servers\` and \`ds_record\` to the registrar. Renewed or moved zones: remove the DS record first and wait for a day.

## Failover

Every host of several clusters is a load balancer: ${active.name} first, the others in order, without anybody doing anything. A cluster counts as down when \`https://<its address>${originHealthPath}\` with host \`${originHost(platform, active)}\` (and so on) fails from two of three continents, and as up again after three good checks. Sessions live in one cluster: people log in again.

To move traffic by hand, disable the pool of a cluster in the dashboard (Load Balancing, Pools) and enable it again later; the next apply enables it as well. ${forGood}

## Something is blocked that should not be

Security, Events shows the rule by its reference. Rules of the platform are in \`cloudflare_ruleset.custom\`. For a managed rule add an exception in the dashboard while it hurts, then bring it here: the next apply removes what it does not know.

## Destroying

\`cloudflare_zone.zone\` refuses. Destroying a setting leaves it as it is: Cloudflare has no "unset".

State: with the stacks of ${first.provider === 'aws' ? 'AWS' : 'Azure'}.
`;
}
