import { platformLockValues } from '../../../../lib/names';
import type { AzureContext } from '../kits/stack';

/** What a person does before and after the cluster is made. */
export const readme = ({ platform, cluster, names }: AzureContext): string => `# AKS cluster ${names.cluster()}

Apply after \`${cluster.name}-network\` and \`${cluster.name}-identity\`. Fifteen minutes.

## After the first apply

${platformLockValues(platform, cluster).some(({ stack }) => stack === 'cluster') ? lockText(cluster.name) : ''}From a machine inside the network (the API has no public address):

    az aks get-credentials --resource-group ${names.resourceGroup('cluster')} --name ${names.cluster()} --context ${cluster.name} --format exec
    kubelogin convert-kubeconfig -l azurecli

The way in is the README of \`${cluster.name}-network\`; what is installed then is step 4 of dist/README.md.

## Upgrades

Patches come by themselves on Sundays from 02:00 UTC, node images on Wednesdays from 02:00 UTC. A new minor version is \`cloud.kubernetesVersion\` in platform.yaml: the plan shows the version of the cluster and of each pool, and the apply replaces nodes one by one.

Changing a machine size replaces the nodes of a pool without draining them first: drain the pool yourself before the apply.

## Never

The disk encryption set, the network profile and the pod and service ranges cannot change; the plan would replace the cluster, and \`prevent_destroy\` stops it.
`;

const lockText = (cluster: string): string => `    terraform -chdir=dist/terraform/${cluster}-cluster output -json > ${cluster}-cluster.json
    npm run lock -- ${cluster}-cluster.json

The issuer in \`cloud.lock.yaml\` lets the other cluster's cloud trust service accounts of this one.

`;
