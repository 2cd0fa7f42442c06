/** Upper bounds of a namespace. */
import type { Chart } from 'cdk8s';
import { ResourceQuota } from '../../../imports/k8s';
import type { Intents } from '../../../lib/components';
import type { Cluster, Platform } from '../../../lib/model';
import { loadBalancersIn } from '../../../lib/names';

export function quota(chart: Chart, stated: Readonly<Intents['namespaces']>, platform: Platform, cluster: Cluster): void {
  const { name: namespace, quota: limits } = stated;
  const loadBalancers = loadBalancersIn(platform, cluster, stated);
  new ResourceQuota(chart, `${namespace}-quota`, {
    metadata: { name: 'quota', namespace },
    spec: {
      hard: {
        pods: String(limits.pods),
        'requests.cpu': limits.cpu,
        'requests.memory': limits.memory,
        // What may be used at all: memory that is promised twice ends in evictions.
        'limits.memory': limits.memory,
        'requests.storage': `${limits.storageGiB ?? 0}Gi`,
        'services.loadbalancers': String(loadBalancers),
        // A node port would be a second way in, past the gateway. A load balancer takes one for each of its ports.
        'services.nodeports': String(loadBalancers * 10),
      },
    },
  });
}
