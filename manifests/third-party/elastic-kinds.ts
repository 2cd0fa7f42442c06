/** Kinds of the operator of Elastic (3.5.0), and what it makes of an object: pkg/controller/{elasticsearch,kibana}. */
import type { KubeObject } from '../../lib/components';
import { podNames, below } from '../../lib/validate/references/core-kinds';
import { labelsAt, textsAt, valuesAt } from '../../lib/validate/references/path';
import type { KindRow, Labels, Made, MadeName } from '../../lib/validate/references/world';

const definedBy = 'crds-eck';
const home = ({ metadata }: KubeObject): string => metadata.namespace ?? '';
const secret = (namespace: string, name: string, ...keys: readonly string[]): MadeName => ({ kind: 'Secret', namespace, name, keys });

/** Of every group of nodes: ours has one. */
const podLabels = (object: KubeObject) =>
  Object.assign({}, ...valuesAt(object, 'spec.nodeSets[]').map(({ value }) => labelsAt(value, 'podTemplate.metadata.labels'))) as Labels;

function elasticsearchMade(object: KubeObject): Made {
  const { name } = object.metadata;
  const namespace = home(object);
  const ports = [['https', 9200] as const, ['transport', 9300] as const];
  const labels = { 'common.k8s.elastic.co/type': 'elasticsearch', 'elasticsearch.k8s.elastic.co/cluster-name': name };
  return {
    names: [secret(namespace, `${name}-es-http-certs-public`, 'ca.crt', 'tls.crt')],
    pods: [{ namespace, labels: { ...labels, ...podLabels(object) }, ports }],
    services: [
      { namespace, name: `${name}-es-http`, labels, ports: [['https', 9200]] },
      { namespace, name: `${name}-es-transport`, labels, ports: [['tls-transport', 9300]], headless: true },
      ...textsAt(object, 'spec.nodeSets[].name').map((set) => ({
        namespace,
        name: `${name}-es-${set}`,
        labels,
        ports: [['https', 9200] as const],
        headless: true,
      })),
    ],
  };
}

function kibanaMade(object: KubeObject): Made {
  const { name } = object.metadata;
  const namespace = home(object);
  const labels = { 'common.k8s.elastic.co/type': 'kibana', 'kibana.k8s.elastic.co/name': name };
  return {
    pods: [{ namespace, labels: { ...labels, ...labelsAt(object, 'spec.podTemplate.metadata.labels') }, ports: [['http', 5601]] }],
    services: [{ namespace, name: `${name}-kb-http`, labels, ports: [['http', 5601]] }],
  };
}

const secure = { path: 'spec.secureSettings[]', kind: 'Secret', field: 'secretName' } as const;

/** By `group/Kind`. */
export const elasticKinds: Readonly<Record<string, KindRow>> = {
  'elasticsearch.k8s.elastic.co/Elasticsearch': {
    definedBy,
    names: [
      { path: 'spec.auth.fileRealm[]', kind: 'Secret', field: 'secretName' },
      { path: 'spec.auth.roles[]', kind: 'Secret', field: 'secretName' },
      { path: 'spec.http.tls.certificate', kind: 'Secret', field: 'secretName' },
      secure,
      { path: 'spec.nodeSets[].volumeClaimTemplates[].spec.storageClassName', kind: 'StorageClass' },
      ...below('spec.nodeSets[].podTemplate.spec', podNames),
    ],
    makes: elasticsearchMade,
  },
  'kibana.k8s.elastic.co/Kibana': {
    definedBy,
    names: [{ path: 'spec.elasticsearchRef', kind: 'Elasticsearch' }, secure, ...below('spec.podTemplate.spec', podNames)],
    selectors: [{ path: 'spec.podTemplate.spec.topologySpreadConstraints[].labelSelector', of: 'pods' }],
    makes: kibanaMade,
  },
};
