import { relation, rule } from './rule';

/** The autoscaler needs room between its ends. */
export const replicas = rule(['workloads'], ({ workloads }) =>
  workloads.flatMap(({ replicas: { min, max } }, index) => {
    const path = `workloads.${index}.replicas`;
    return min > max
      ? [relation(`${path}.min`, [`${path}.max`], `${min} must not exceed ${path}.max (${max})`, `Write max: ${min} or higher, or min: ${max} or lower.`)]
      : [];
  }),
);
