/** kustomization.yaml: which files of a folder are applied, no more and no less. */
import { ApiObject, type Chart } from 'cdk8s';

export const kustomizeFile = (chart: Chart, resources: readonly string[]): ApiObject =>
  new ApiObject(chart, 'kustomize-file', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name: 'files' },
    resources: [...resources].sort(),
  }); // a kustomization is no Kubernetes object: its fields stand at the top
