/** The cloud aspect of a first platform.yaml. */
import type { InitAnswers, InitFlag } from './init';
import { inline } from './schema/example';
import type { Platform } from './platform';

export type CloudUse = Platform['cloud']['use'];

/** Accounts, then the clusters with ranges that do not overlap. */
export function cloudBlock(answers: InitAnswers): string {
  const value = (flag: InitFlag): string => inline(answers[flag] ?? '');
  const use = answers.cloud as CloudUse; // the question allows nothing else
  const aws = `  aws:
    accountId: ${JSON.stringify(answers['aws-account'])}
    adminRoles: [${value('aws-admin-role')}] # break glass`;
  const azure = `  azure:
    subscriptionId: ${value('azure-subscription')}
    tenantId: ${value('azure-tenant')}
    adminGroupIds: [${value('azure-admin-group')}] # break glass`;
  const cluster = (
    flags: { readonly name: InitFlag; readonly region: InitFlag },
    provider: string,
    ranges: readonly string[],
  ) => `    - name: ${value(flags.name)}
      provider: ${provider}
      region: ${value(flags.region)}
      network:
${ranges.map((range) => `        ${range}`).join('\n')}`;
  const first = { aws: { name: 'aws-cluster', region: 'aws-region' }, azure: { name: 'azure-cluster', region: 'azure-region' } } as const;
  const second = { aws: { name: 'aws-cluster-2', region: 'aws-region-2' }, azure: { name: 'azure-cluster-2', region: 'azure-region-2' } } as const;
  const awsFirst = cluster(first.aws, 'aws', ['cidr: 10.20.0.0/16', 'services: 172.20.0.0/16']);
  const azureFirst = cluster(first.azure, 'azure', ['cidr: 10.40.0.0/16', 'pods: 10.128.0.0/14', 'services: 172.21.0.0/16']);
  const blocks: Readonly<Record<CloudUse, { readonly accounts: readonly string[]; readonly clusters: readonly string[] }>> = {
    'aws-azure': { accounts: [aws, azure], clusters: [awsFirst, azureFirst] },
    'aws-regions': { accounts: [aws], clusters: [awsFirst, cluster(second.aws, 'aws', ['cidr: 10.24.0.0/16', 'services: 172.22.0.0/16'])] },
    'azure-regions': {
      accounts: [azure],
      clusters: [azureFirst, cluster(second.azure, 'azure', ['cidr: 10.44.0.0/16', 'pods: 10.132.0.0/14', 'services: 172.23.0.0/16'])],
    },
  };
  const { accounts, clusters } = blocks[use];
  return `cloud:
  use: ${use}
${accounts.join('\n')}
  # The first cluster is active where only one can be. Address ranges never change and must not overlap
  # with each other or with networks that will be connected.
  clusters:
${clusters.join('\n')}`;
}
