import { azureAccount, isLinked, type Platform } from '../../../../lib/model';
import { edgeStackIds } from '../../../../lib/names';
import type { PlatformContext } from '../../../context';
import { azureStateAccount, exceptStacksWithKeys, stateRegions } from '../../../state';
import { ciEnvironment } from '../../../ci';
import { budgetVariable } from './budget';
import { keepsZone } from '../kits/role';
import { replication } from '../kits/storage';
import { stateAddressesVariable } from './state-storage';

/** How the subscription is prepared: the only stack that starts with local state. */
export function readme({ platform }: PlatformContext): string {
  const { subscriptionId, tenantId, adminGroupIds } = azureAccount(platform);
  return `# Bootstrap of the Azure subscription

Once per subscription, with Terraform 1.11 or OpenTofu 1.11, by somebody who owns it (role Owner) and is in one of the groups ${adminGroupIds.map((id) => `\`${id}\``).join(', ')}: ownership does not open the state, the groups do.

    az login --tenant ${tenantId}
    az account set --subscription ${subscriptionId}
    az feature register --namespace Microsoft.Compute --name EncryptionAtHost
    az feature show --namespace Microsoft.Compute --name EncryptionAtHost --query properties.state   # wait for "Registered"
    az provider register --namespace Microsoft.Compute --wait

Nodes are encrypted on their host: without that feature the first cluster is refused.

## Variables

- \`${stateAddressesVariable}\`: public addresses from which people and runners reach the state, beside the clusters' own networks (they have a private endpoint). The same list for everybody: a plan that shows it changing is a plan with another list. Runners of GitHub have no fixed addresses: use runners inside a cluster's network, or larger runners with a fixed range.
- \`${budgetVariable}\`: what the subscription may cost in a month, in the currency of its bill.

        export TF_VAR_${stateAddressesVariable}='["203.0.113.7"]' TF_VAR_${budgetVariable}=8000

## First apply, then move the state into what was made

The stack keeps its state in the account that it makes. For the first apply a file beside main.tf.json keeps it local; do not commit that file:

    cd dist/terraform/bootstrap-azure
    echo '{"terraform": {"backend": {"local": {}}}}' > backend_override.tf.json
    terraform init && terraform apply
    rm backend_override.tf.json
    terraform init -migrate-state && rm -f terraform.tfstate terraform.tfstate.backup

Roles need some minutes until they count: if the migration is refused with 403, wait and repeat it.
${pipelineText(platform)}${regionText(platform)}
## Decisions

- No account keys, no public blobs: Entra roles only. Versions are kept for a year, deleted state for 90 days, both zones and paired region hold a copy. ${stateRegions(platform, 'azure').length > 1 ? 'Each account' : 'The account'} has a lock.
- Microsoft Defender for Cloud is not switched on: its plans are priced by core and resource, and belong to the organisation's security team. The stacks work with and without.
- A lock on the account, on vaults, backups and the ingress address stops deletion through Azure as well; removing one is the work of a person with role Owner.

## Order of the other stacks

${beforeClusters(platform)}network, identity, cluster, data, observability of each cluster, ${betweenRegions(platform)}then ${edgeWords(platform)}. dist/README.md has the whole list.
`;
}

function pipelineText(platform: Platform): string {
  const { ci } = platform.cloud;
  if (!ci) return '';
  return `
## Pipeline

Repository \`${ci.githubRepository}\` gets two identities. In GitHub, make the environment \`${ciEnvironment}\` with required reviewers and only the branch \`${platform.delivery.branch}\`, and protect that branch; jobs use \`azure/login\` with the client ids that \`terraform output\` shows:

- pull requests and the branch \`${platform.delivery.branch}\` plan with \`pipeline_plan_client_id\`, by reading only: \`terraform plan -lock=false\`${exceptStacksWithKeys(platform, 'azure')};
- jobs of the environment \`${ciEnvironment}\` apply with \`pipeline_apply_client_id\`. It may give the roles of the platform and no others, and may set locks but not remove them.
`;
}

const beforeClusters = (platform: Platform) => (keepsZone(platform) ? `${edgeStackIds.zone} (delegate the zone right away), ` : '');
const edgeWords = (platform: Platform) => (platform.edge.use === 'cloud-native' ? edgeStackIds.frontDoor : 'edge');
const betweenRegions = (platform: Platform) =>
  stateRegions(platform, 'azure').length > 1 ? `then what joins the regions (${isLinked(platform) ? 'link-azure, ' : ''}copies-azure), ` : '';

function regionText(platform: Platform): string {
  const [home, ...others] = stateRegions(platform, 'azure');
  if (home === undefined || others.length === 0) return '';
  return `
## When a region is gone

Stacks of a cluster keep their state in the cluster's own region (${[home, ...others].map((region) => `\`${azureStateAccount(platform, region)}\` in ${region}`).join(', ')}) and go on as they are. Bootstrap, \`${edgeWords(platform)}\` and what joins the regions keep theirs in ${home}${platform.edge.use === 'cloud-native' ? '' : '; `edge` also reads the network state of every cluster'}. Traffic does not wait for any of this: the edge sends it to the cluster that answers. ${replication(home, true) === 'GZRS' ? failover(home, azureStateAccount(platform, home)) : `That region has no paired one: those stacks wait until it is back; what cannot wait is done by hand.`}
`;
}

const failover = (
  region: string,
  account: string,
) => `To go on while ${region} is gone, fail its account over to the paired region; its name stays, so no file changes (the same for the other account, when its region is the one that is gone):

    az storage account show --name ${account} --expand geoReplicationStats --query geoReplicationStats     # lastSyncTime: what is newer is lost
    az storage account failover --name ${account}     # up to an hour

Look first whether the newest state is the one of the last apply (\`serial\` in the state, the log of the pipeline). The account is locally redundant afterwards: make it redundant over zones and regions again in the portal before the next apply of this stack, which wants it as it was.`;
