import type { Cluster } from '../cloud';
import type { Problem } from '../problem';
import { rule } from './rule';

const closedAws = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;
const closedAzure = /^(china|usgov|usdod|ussec|usnat)/;

/** ARNs, endpoints and logins are those of the public clouds; regions of the closed ones have others. */
export const cloudPartitions = rule(['cloud'], ({ cloud }) => {
  const closed = { aws: closedAws, azure: closedAzure } as const;
  const example = { aws: 'eu-central-1', azure: 'westeurope' } as const;
  return (cloud.clusters as readonly Cluster[]).flatMap(({ provider, region }, index): readonly Problem[] =>
    closed[provider].test(region)
      ? [
          {
            code: 'input/value',
            path: `cloud.clusters.${index}.region`,
            message: `'${region}' belongs to a closed partition of the cloud`,
            fix: `Allowed: regions of the public cloud; names, endpoints and logins of the closed ones differ. Example: region: ${example[provider]}`,
          },
        ]
      : [],
  );
});
