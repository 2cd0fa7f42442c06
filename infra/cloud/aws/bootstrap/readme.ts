/** What a person does around `bootstrap-aws`. */
import { awsAccount, type Platform } from '../../../../lib/model';
import { ciEnvironment } from '../../../ci';
import { awsStateBucket, awsStateKey, exceptStacksWithKeys, homeRegion, stateRegions } from '../../../state';
import { ciRole } from '../names';
import { budgetVariable } from './budget';

export const readme = (platform: Platform): string => `# bootstrap-aws

Applied once by an administrator of account ${awsAccount(platform).accountId}, before every other stack in AWS; later only by people, never by the pipeline.
The account holds this platform and nothing else. Its organisation brings the trail (CloudTrail), GuardDuty, the service control policies and the roles of people: this stack makes none. The role${awsAccount(platform).adminRoles.length > 1 ? 's' : ''} ${awsAccount(
  platform,
)
  .adminRoles.map((name) => `\`${name}\``)
  .join(', ')} must exist before the cluster: EKS refuses an access entry for a role that does not.

## First apply

The stack keeps its state in the bucket that it makes. For the first apply a file beside main.tf.json keeps it local; do not commit that file, nor the state:

\`\`\`sh
cd dist/terraform/bootstrap-aws
export TF_VAR_${budgetVariable}=8000     # what the account may cost in a month, in US dollars; the owner is mailed at 80 and 100 percent
echo '{"terraform": {"backend": {"local": {}}}}' > backend_override.tf.json
terraform init
\`\`\`

If the account already has the GitHub provider, import it now:
\`terraform import aws_iam_openid_connect_provider.github arn:aws:iam::${awsAccount(platform).accountId}:oidc-provider/token.actions.githubusercontent.com\`

\`\`\`sh
terraform apply
rm backend_override.tf.json
terraform init -migrate-state && rm -f terraform.tfstate terraform.tfstate.backup
\`\`\`

## Quotas to raise before the clusters

| quota | default | needed |
|---|---|---|
| EC2, Elastic IP addresses (L-0263D0A3) | 5 | 6 for each cluster |
| EC2, Running On-Demand Standard instances (L-1216C47A) | 5 vCPU in new accounts | the sum of \`cpuLimit\` and the system nodes |

${platform.cloud.ci ? pipelineText(platform, platform.cloud.ci.githubRepository) : ''}## When it is gone

Without the bucket no stack can be changed; nothing that runs stops. Every version of a state is kept for a year: \`aws s3api list-object-versions --bucket ${awsStateBucket(platform, homeRegion(platform, 'aws'))} --prefix <stack>.tfstate\`.
${regionText(platform)}`;

const pipelineText = (platform: Platform, repository: string): string => `## The pipeline

In ${repository}: make the environment \`${ciEnvironment}\` with required reviewers and only the branch \`${platform.delivery.branch}\`, and protect that branch.
Jobs ask for \`id-token: write\` and take the role

- \`${ciRole(platform, 'plan')}\` in pull requests and on \`${platform.delivery.branch}\`: \`terraform plan -lock=false\`${exceptStacksWithKeys(platform, 'aws')};
- \`${ciRole(platform, 'apply')}\` in environment \`${ciEnvironment}\` on \`${platform.delivery.branch}\`: \`terraform apply\`. It can make roles only below the boundary, and cannot delete buckets, keys, secrets, log groups, clusters or recovery points: people do that.

`;

/** Several regions: each has the states of all of them. */
function regionText(platform: Platform): string {
  const [home = '', other] = stateRegions(platform, 'aws');
  if (other === undefined) return '';
  const { accountId } = awsAccount(platform);
  const gone = platform.cloud.clusters[0].name;
  return `
## When a region is gone

Stacks of a cluster keep their state in the cluster's own region and go on as they are. Bootstrap, \`edge\` and what joins the regions keep theirs in ${home}; every state is copied to the bucket of the other region within minutes, both ways. To go on from the copy, without changing a file:

\`\`\`sh
terraform -chdir=dist/terraform/edge init -reconfigure -backend-config=bucket=${awsStateBucket(platform, other)} \\
  -backend-config=region=${other} -backend-config=kms_key_id=arn:aws:kms:${other}:${accountId}:${awsStateKey(platform)}
\`\`\`

\`edge\` also reads the network state of every cluster, and has to be told where that of the region that is gone can be read: the bucket of the other region, in a file beside main.tf.json that is not committed. Traffic does not wait for any of this: the edge sends it to the cluster that answers.

\`\`\`sh
cat > dist/terraform/edge/gone_override.tf.json <<'JSON'
{"data": {"terraform_remote_state": {"${gone}_network": {"config": {"bucket": "${awsStateBucket(platform, other)}", "key": "${gone}-network.tfstate", "region": "${other}"}}}}}
JSON
\`\`\`

Look first whether the newest version is the one of the last apply (\`serial\` in the state, the log of the pipeline). When ${home} is back, copies flow back by themselves: apply from one side only, remove the file, and return with \`terraform init -reconfigure\`.
`;
}
