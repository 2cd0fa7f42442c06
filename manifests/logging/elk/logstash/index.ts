/** Takes lines from agents, keeps them on disk until they are stored, redacts them and sorts them by tenant. */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../../imports/cert-manager.io';
import { ConfigMap, PodDisruptionBudget, Service, ServiceAccount, StatefulSet } from '../../../../imports/k8s';
import type { Component, Wiring } from '../../../../lib/components';
import { digest, issuers, logTenants, workloadsOn } from '../../../../lib/names';
import { yaml } from '../../../../lib/output/yaml';
import type { Context, Factory } from '../../../context';
import { pipelineDashboard } from '../dashboard';
import { exporterConfig, exporterConfigKey, jsonScrape } from '../json-metrics';
import { asks, logstash, logstashHosts, logstashPods } from '../names';
import { logstashMetrics, stateAddress } from './metrics';
import type { Tenancy } from './pipelines';
import { collectionRules } from './rules';
import { pipelineSettings, settings } from './settings';
import { configName, logstashSpec, tlsSecret } from './workload';

const { labels, name, namespace, port } = logstash;

export const logstashComponent: Factory = (context): Component => ({
  name: 'logstash',
  summary: 'Takes lines from agents, keeps them on disk until they are stored, redacts secrets and sorts by tenant.',
  namespace,
  needs: ['namespaces', 'logs', 'log-lifecycle', 'internal-certificates', 'secrets', 'storage', 'priority-classes'],
  provides: ['log-collection'],
  // Its volumes hold lines that nobody else has.
  keep: true,
  content: { kind: 'manifests', build: (chart, wiring) => build(chart, context, wiring) },
  intents: {
    flows: [asks(logstashPods, 'lines to store')],
    scrapes: [jsonScrape('logstash', namespace, labels, stateAddress)],
    rules: [collectionRules],
    dashboards: [pipelineDashboard],
  },
});

export function tenancy({ cluster, platform }: Context, wiring: Wiring): Tenancy {
  const audited = wiring.all('logTenants').flatMap(({ tenant, namespace: of }) => (tenant === logTenants.audit ? [of] : []));
  return {
    audit: [...new Set(audited)].sort(),
    workloads: workloadsOn(platform, cluster)
      .map((workload) => workload.name)
      .sort(),
  };
}

function build(chart: Chart, context: Context, wiring: Wiring): void {
  const data = {
    'logstash.yml': yaml(settings),
    'pipelines.yml': yaml(pipelineSettings(context, tenancy(context, wiring))),
    [exporterConfigKey]: yaml(exporterConfig(logstashMetrics)),
  };
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: configName, namespace, labels }, data });
  new Certificate(chart, 'certificate', {
    metadata: { name: tlsSecret, namespace, labels },
    spec: {
      secretName: tlsSecret,
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      // The input for Beats reads keys of this form only.
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      dnsNames: [...logstashHosts],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
  // Gives each replica a name of its own: agents choose among them.
  new Service(chart, 'service', {
    metadata: { name, namespace, labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: labels,
      ports: [{ name: 'tls-beats', port, targetPort: 'beats', protocol: 'TCP', appProtocol: 'tls' }],
    },
  });
  new StatefulSet(chart, 'replicas', { metadata: { name, namespace, labels }, spec: logstashSpec(context, digest(...Object.values(data))) });
  new PodDisruptionBudget(chart, 'budget', {
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
