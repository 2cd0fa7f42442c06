import { namespaces } from '../../../../lib/names';

export const operator = {
  namespace: namespaces.elasticOperator,
  serviceAccount: 'elastic-operator',
  metricsPort: 8080,
  labels: { 'app.kubernetes.io/name': 'elastic-operator' },
} as const;
