import { platformLockValues, nodes } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { clusterArn } from '../names';
import { awsAccount } from '../../../../lib/model';

/** What a person does around `<cluster>-cluster`. */
export const readme = (context: AwsContext): string => {
  const { platform, cluster, names } = context;
  return `# ${cluster.name}-cluster

Needs \`${cluster.name}-identity\` and \`${cluster.name}-network\`. The API of Kubernetes has no public address; Terraform does not need it, kubectl does: by a tunnel through a node.

\`\`\`sh
host=$(aws eks describe-cluster --region ${cluster.region} --name ${names.cluster()} --query cluster.endpoint --output text | cut -d/ -f3)
node=$(aws ec2 describe-instances --region ${cluster.region} --query 'Reservations[0].Instances[0].InstanceId' --output text \\
  --filters Name=tag:Name,Values=${names.prefix()}-${nodes.systemPool} Name=instance-state-name,Values=running)
aws ssm start-session --region ${cluster.region} --target "$node" --document-name AWS-StartPortForwardingSessionToRemoteHost \\
  --parameters "host=$host,portNumber=443,localPortNumber=8443" &
aws eks update-kubeconfig --region ${cluster.region} --name ${names.cluster()} --alias ${cluster.name} --role-arn arn:aws:iam::${awsAccount(platform).accountId}:role/${awsAccount(platform).adminRoles[0] ?? ''}
kubectl config set-cluster ${clusterArn(context)} --server https://localhost:8443 --tls-server-name "$host"
\`\`\`

${platformLockValues(platform, cluster).some(({ stack }) => stack === 'cluster') ? lockText(cluster.name) : ''}## Upgrades

1. Set \`cloud.kubernetesVersion\` one minor higher, synthesise, read the plan: control plane, then node group, then add-ons change in place.
2. The node group replaces a third of its nodes at a time and respects disruption budgets. Karpenter replaces its nodes by drift.
3. Node images of the same minor: \`aws eks update-nodegroup-version --cluster-name ${names.cluster()} --nodegroup-name system\`.

Before the first apply look whether newer builds of the add-ons are out: \`aws eks describe-addon-versions --kubernetes-version ${platform.cloud.kubernetesVersion} --addon-name <name>\`.

## Break glass

The roles ${awsAccount(platform).adminRoles.join(', ')} administer the cluster by IAM alone, also when every login of the platform is down. Each change of theirs raises the alarm \`${names.prefix()}-break-glass\`.

## Deleting

Deletion protection and \`prevent_destroy\` both stand in the way, on purpose: turn off the first by \`aws eks update-cluster-config --name ${names.cluster()} --no-deletion-protection\`.
`;
};

const lockText = (cluster: string): string => `\`\`\`sh
terraform output -json > ${cluster}-cluster.json     # then: npm run lock -- ${cluster}-cluster.json
\`\`\`

`;
