/**
 * Around the add-on amazon-cloudwatch-observability, which the cloud layer installs: its namespace with the level that
 * its agents need, and the connections of its pods. Agents are in the network of their nodes, out of reach of policies.
 */
import type { ComponentIntents, PodPeer } from '../../../../lib/components';
import { cloudNativeSettings } from '../../../../lib/model';
import { namespaces } from '../../../../lib/names';
import type { Context } from '../../../context';

const namespace = namespaces.cloudWatch;
const operator: PodPeer = { namespace, pods: { 'app.kubernetes.io/name': 'amazon-cloudwatch-observability', 'control-plane': 'controller-manager' } };
const kubeState: PodPeer = { namespace, pods: { 'app.kubernetes.io/component': 'kube-state-metrics' } };
const nodeExporter: PodPeer = { namespace, pods: { 'k8s-app': 'node-exporter' } };

const apiServer = { outside: 'api-server' } as const;
const agents = { outside: 'nodes' } as const;

export function containerInsights({ platform, cluster }: Context): Required<Pick<ComponentIntents, 'namespaces' | 'flows'>> {
  if (cluster.provider !== 'aws' || !cloudNativeSettings(platform).containerInsights) return { namespaces: [], flows: [] };
  return {
    // Host network, host paths: the agents read nodes and their container runtime.
    namespaces: [{ name: namespace, podSecurity: 'privileged', quota: { pods: 1000, cpu: '200', memory: '400Gi' } }],
    flows: [
      { from: operator, to: apiServer, ports: [{ port: 443 }], why: 'objects that it makes and watches' },
      { from: kubeState, to: apiServer, ports: [{ port: 443 }], why: 'state of the cluster' },
      { from: apiServer, to: operator, ports: [{ port: 9443 }], why: 'admission of the agents' },
      { from: agents, to: kubeState, ports: [{ port: 8443 }], why: 'state of the cluster for CloudWatch' },
      { from: agents, to: nodeExporter, ports: [{ port: 9487 }], why: 'metrics of nodes for CloudWatch' },
    ],
  };
}
