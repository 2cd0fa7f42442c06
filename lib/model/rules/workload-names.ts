import { relation, repeated, rule } from './rule';

/** The name is the namespace and the folder of a workload. */
export const workloadNames = rule(['workloads'], ({ workloads }) =>
  repeated(workloads, ({ name }) => name).map(({ index, first, item }) =>
    relation(
      `workloads.${index}.name`,
      [`workloads.${first}.name`],
      `'${item.name}' is also the name of workloads.${first}`,
      'Give each workload its own name: it is the name of its namespace.',
    ),
  ),
);
