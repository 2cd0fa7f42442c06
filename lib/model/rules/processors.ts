import { isGraviton } from '../instance-types';
import { relation, rule } from './rule';

/** A managed node group boots one machine image, so that all of its types have the same processors. */
export const systemProcessors = rule(['cloud'], ({ cloud }) => {
  const [{ nodePools }] = cloud.clusters;
  const path = 'cloud.clusters.0.nodePools.system.instanceTypes';
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
export const workloadProcessors = rule(['cloud'], ({ cloud }) => {
  const [{ nodePools }] = cloud.clusters;
  const { families } = nodePools.workload;
  const x86 = families.filter((family) => !isGraviton(family));
  return families.flatMap((family, index) =>
    isGraviton(family)
      ? [
          relation(
            `cloud.clusters.0.nodePools.workload.families.${index}`,
            [],
            `'${family}' is ARM (Graviton), and autoscaled nodes are x86: the autoscaler would never start one`,
            `Use families without the g. Write: families: [${(x86.length > 0 ? x86 : ['m7i', 'm7a', 'r7i']).join(', ')}]`,
          ),
        ]
      : [],
  );
});
