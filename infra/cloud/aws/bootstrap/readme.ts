/** What a person does around `bootstrap-aws`. */
import type { Platform } from '../../../../lib/model';
import { awsStateBucket, awsStateKey } from '../../../state';
import { ciEnvironment, ciRole } from '../names';

export const readme = (platform: Platform, region: string): string => `# bootstrap-aws

Applied once by an administrator of account ${platform.cloud.aws.accountId}, before every other stack in AWS; later only by people, never by the pipeline.
The account holds this platform and nothing else. Its organisation brings the trail (CloudTrail), GuardDuty and the service control policies: this stack makes none.

## First apply

\`\`\`sh
terraform init && terraform apply          # state: terraform.tfstate in this folder
\`\`\`

If the account already has the GitHub provider, import it first:
\`terraform import aws_iam_openid_connect_provider.github arn:aws:iam::${platform.cloud.aws.accountId}:oidc-provider/token.actions.githubusercontent.com\`

Then move the state into the bucket that it describes. Put this beside main.tf.json as \`backend_override.tf.json\` (generated files stay as they are) and commit it:

\`\`\`json
{
  "terraform": {
    "backend": {
      "s3": {
        "bucket": "${awsStateBucket(platform)}",
        "key": "bootstrap-aws.tfstate",
        "region": "${region}",
        "encrypt": true,
        "kms_key_id": "${awsStateKey(platform)}",
        "use_lockfile": true
      }
    }
  }
}
\`\`\`

\`\`\`sh
terraform init -migrate-state && rm terraform.tfstate*
\`\`\`

## Quotas to raise before the clusters

| quota | default | needed |
|---|---|---|
| EC2, Elastic IP addresses (L-0263D0A3) | 5 | 6 for each cluster |
| EC2, Running On-Demand Standard instances (L-1216C47A) | 5 vCPU in new accounts | the sum of \`cpuLimit\` and the system nodes |

${platform.cloud.ci ? pipelineText(platform, platform.cloud.ci.githubRepository) : ''}## When it is gone

Without the bucket no stack can be changed; nothing that runs stops. Every version of a state is kept for a year: \`aws s3api list-object-versions --bucket ${awsStateBucket(platform)} --prefix <stack>.tfstate\`.
`;

const pipelineText = (platform: Platform, repository: string): string => `## The pipeline

In ${repository}: make the environment \`${ciEnvironment}\` with required reviewers and only the branch \`${platform.delivery.branch}\`, and protect that branch.
Jobs ask for \`id-token: write\` and take the role

- \`${ciRole(platform, 'plan')}\` in pull requests: \`terraform plan -lock=false\`;
- \`${ciRole(platform, 'apply')}\` in environment \`${ciEnvironment}\` on \`${platform.delivery.branch}\`: \`terraform apply\`. It can make roles only below the boundary, and cannot delete buckets, keys, secrets, log groups, clusters or recovery points: people do that.

`;
