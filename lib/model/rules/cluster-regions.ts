import type { Cluster } from '../cloud';
import { relation, repeated, rule } from './rule';

/** A second cluster in the same region would be lost together with the first. */
export const clusterRegions = rule(['cloud'], ({ cloud }) =>
  repeated<Cluster>(cloud.clusters, ({ provider, region }) => `${provider} ${region}`).map(({ index, first, item }) =>
    relation(
      `cloud.clusters.${index}.region`,
      [`cloud.clusters.${first}.region`],
      `'${item.region}' is also the region of cloud.clusters.${first}: both clusters would be lost together`,
      `Take another region of the same geography, for example the nearest one. Write: region: ${elsewhere(item)}`,
    ),
  ),
);

/** A region that is surely another one. */
const elsewhere = ({ provider, region }: Cluster): string => {
  const examples = { aws: ['eu-west-1', 'eu-central-1'], azure: ['northeurope', 'westeurope'] } as const;
  return examples[provider].find((other) => other !== region) ?? region;
};
