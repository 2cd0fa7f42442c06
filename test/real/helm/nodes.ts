/** Nodes as the cloud would have made them: the runner knows a cluster by them. */
import type { Cluster } from '../kubernetes/cluster';
import { listOf } from '../kubernetes/apply';

export async function nodes(cluster: Cluster, region: string): Promise<void> {
  const names = ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  const items = names.map((zone) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone } },
    spec: { providerID: `aws:///${zone}/i-0123456789abcdef0` },
  }));
  const made = await cluster.kubectl(['create', '-f', '-'], { input: listOf(items) });
  if (made.code !== 0) throw new Error(made.stderr);
  const status = JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' }] } });
  for (const zone of names) await cluster.kubectl(['patch', 'node', `node-${zone}`, '--subresource=status', '--type=merge', '-p', status]);
}
