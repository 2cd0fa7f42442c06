/** Who is scheduled first, and who makes room, when nodes are short. */
import { PriorityClass } from '../../../imports/k8s';
import { namespaces, priorityClasses } from '../../../lib/names';
import type { Factory } from '../../context';

/** All below system-cluster-critical (2000000000), which the clouds' own pods have. */
const classes = [
  {
    name: priorityClasses.platform,
    value: 1_000_000,
    description: 'Without it nothing else works or can be repaired: mesh, gateway, certificates, secrets, delivery.',
  },
  { name: priorityClasses.database, value: 900_000, description: 'Databases. Evicted only for what they themselves need.' },
  { name: priorityClasses.services, value: 800_000, description: 'Logins, sessions, metrics, logs.' },
  { name: priorityClasses.workload, value: 0, description: 'What the platform serves: makes room first.' },
];

export const priority: Factory = () => ({
  name: 'priority-classes',
  summary: 'Priority of platform, databases and services over workloads',
  namespace: namespaces.system,
  needs: [],
  provides: ['priority-classes'],
  // A pod that names a missing class is refused: removing one would stop every restart.
  keep: true,
  content: {
    kind: 'manifests',
    build(chart) {
      for (const { name, value, description } of classes)
        new PriorityClass(chart, name, { metadata: { name }, value, description, globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' });
    },
  },
});
