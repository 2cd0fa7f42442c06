import type { AwsCluster, Cluster } from '../cloud';
import { isGraviton } from '../instance-types';
import type { Problem } from '../problem';
import { relation, rule } from './rule';

/** The check for each EKS cluster; AKS has sizes of one kind only. */
const ofAws = (check: (cluster: AwsCluster, path: string) => readonly Problem[]) =>
  rule(['cloud'], ({ cloud }) =>
    (cloud.clusters as readonly Cluster[]).flatMap((cluster, index) => (cluster.provider === 'aws' ? check(cluster, `cloud.clusters.${index}.nodePools`) : [])),
  );

/** A managed node group boots one machine image, so that all of its types have the same processors. */
export const systemProcessors = ofAws(({ nodePools }, pools) => {
  const path = `${pools}.system.instanceTypes`;
  const [first = '', ...others] = nodePools.system.instanceTypes;
  const named = (arm: boolean) => (arm ? 'ARM (Graviton)' : 'x86');
  const odd = others.findIndex((type) => isGraviton(type) !== isGraviton(first));
  if (odd < 0) return [];
  const same = nodePools.system.instanceTypes.filter((type) => isGraviton(type) === isGraviton(first));
  return [
    relation(
      `${path}.${odd + 1}`,
      [`${path}.0`],
      `'${others[odd] ?? ''}' is ${named(!isGraviton(first))}, '${first}' is ${named(isGraviton(first))}: a node group boots one machine image`,
      `Use types of one kind. Write: instanceTypes: [${same.join(', ')}]`,
    ),
  ];
});

/** Autoscaled nodes are amd64: images of workloads need not exist for anything else. */
export const workloadProcessors = ofAws(({ nodePools }, pools) => {
  const { families } = nodePools.workload;
  const x86 = families.filter((family) => !isGraviton(family));
  return families.flatMap((family, index) =>
    isGraviton(family)
      ? [
          relation(
            `${pools}.workload.families.${index}`,
            [],
            `'${family}' is ARM (Graviton), and autoscaled nodes are x86: the autoscaler would never start one`,
            `Use families without the g. Write: families: [${(x86.length > 0 ? x86 : ['m7i', 'm7a', 'r7i']).join(', ')}]`,
          ),
        ]
      : [],
  );
});
