/** Lines as the endpoint for OTLP stores them: one JSON object each, whose fields CloudWatch finds by itself. */
export const attributes = {
  namespace: 'resource.attributes.k8s.namespace.name',
  pod: 'resource.attributes.k8s.pod.name',
  container: 'resource.attributes.k8s.container.name',
  node: 'resource.attributes.k8s.node.name',
  service: 'resource.attributes.service.name',
} as const;
/** The same in a query. */
export const field = (name: keyof typeof attributes): string => `\`${attributes[name]}\``;
