import { platformOf } from '../../foundation/rendered';
import { logging, type CollectorConfig, type Fields } from './example';

const aws = logging('aws-euc1');
const azure = logging('az-weu');
const both = [aws, azure] as const;
const agent = aws.config('otel-agent');
const gateway = aws.config('otel-gateway');

/** What otelcol-k8s 0.160 has, by the names of today: facts of its manifest. */
const available: Readonly<Record<'receivers' | 'processors' | 'exporters' | 'extensions', readonly string[]>> = {
  receivers: [
    'otlp',
    'file_log',
    'fluentforward',
    'hostmetrics',
    'httpcheck',
    'journald',
    'k8s_cluster',
    'k8s_events',
    'k8sobjects',
    'kubeletstats',
    'prometheus',
    'receiver_creator',
  ],
  processors: [
    'batch',
    'memory_limiter',
    'attributes',
    'filter',
    'groupbyattrs',
    'k8s_attributes',
    'logdedup',
    'redaction',
    'resource',
    'resourcedetection',
    'transform',
  ],
  exporters: ['debug', 'nop', 'otlp_grpc', 'otlp_http', 'file', 'load_balancing'],
  extensions: ['health_check', 'file_storage', 'basicauth', 'bearertokenauth', 'k8s_leader_elector', 'headers_setter', 'pprof', 'zpages'],
};
const typeOf = (id: string): string => id.split('/')[0] ?? '';
const queuesOf = ({ exporters }: CollectorConfig): readonly Fields[] => Object.values(exporters).map((exporter) => exporter['sending_queue'] as Fields);
const sections = ['receivers', 'processors', 'exporters', 'extensions'] as const;

describe.each([
  ['agent', agent],
  ['gateway', gateway],
] as const)('the configuration of the %s', (_, config: CollectorConfig) => {
  it('uses only components of the distribution, and none by a name that it has given up', () => {
    for (const section of sections)
      expect(
        Object.keys(config[section])
          .map(typeOf)
          .filter((type) => !available[section].includes(type)),
      ).toEqual([]);
    // `batch` is what sending_queue.batch replaces.
    expect(Object.keys(config.processors).map(typeOf)).not.toContain('batch');
  });

  it('names in its pipelines what it declares, and declares nothing that no pipeline names', () => {
    const pipelines = Object.values(config.service.pipelines);
    for (const section of ['receivers', 'processors', 'exporters'] as const)
      expect([...new Set(pipelines.flatMap((pipeline) => pipeline[section]))].sort()).toEqual(Object.keys(config[section]).sort());
    expect([...config.service.extensions].sort()).toEqual(Object.keys(config.extensions).sort());
    for (const id of Object.keys(config.service.pipelines)) expect(id).toMatch(/^logs\//);
  });

  it('limits its memory before it does anything else', () => {
    for (const { processors } of Object.values(config.service.pipelines)) expect(processors[0]).toBe('memory_limiter');
    expect(config.processors['memory_limiter']).toMatchObject({ limit_percentage: 80 });
  });

  it('waits instead of losing lines when its queue is full', () => {
    for (const exporter of Object.values(config.exporters))
      expect(exporter).toMatchObject({
        retry_on_failure: { enabled: true },
      });
    // Whoever is relayed waits himself; see "keeps no line that an agent has sent".
    for (const queue of queuesOf(config)) if (queue['enabled'] === true) expect(queue).toMatchObject({ block_on_overflow: true });
  });

  it('counts its requests in bytes: fewer than gRPC and the burst of a tenant allow', () => {
    for (const queue of queuesOf(config))
      if (queue['enabled'] === true) expect(queue).toMatchObject({ sizer: 'bytes', batch: { sizer: 'bytes', max_size: 1024 * 1024 } });
  });

  it('says which cluster a line is from', () => {
    for (const { processors } of Object.values(config.service.pipelines)) expect(processors).toContain('resource/cluster');
    expect(config.processors['resource/cluster']).toEqual({ attributes: [{ key: 'k8s.cluster.name', value: 'aws-euc1', action: 'upsert' }] });
  });
});

describe('the agent', () => {
  it('remembers on the node what it has read and what it has not delivered', () => {
    for (const receiver of Object.values(agent.receivers)) expect(receiver).toMatchObject({ storage: 'file_storage', retry_on_failure: { enabled: true } });
    for (const exporter of Object.values(agent.exporters))
      expect(exporter).toMatchObject({ sending_queue: { storage: 'file_storage' }, retry_on_failure: { max_elapsed_time: '0s' } });
    expect(agent.extensions['file_storage']).toMatchObject({ fsync: true });
  });

  it('reads what was written before it ran, of pods and of the node', () => {
    for (const receiver of Object.values(agent.receivers)) expect(receiver).toMatchObject({ start_at: 'beginning' });
  });

  it('lets no tenant wait for another: each has its files, its queue and its requests', () => {
    for (const tenant of ['platform', 'workloads', 'audit'])
      expect(agent.service.pipelines[`logs/${tenant}`]).toMatchObject({ receivers: [`file_log/${tenant}`], exporters: [`otlp_grpc/${tenant}`] });
  });

  it('reads each file for exactly one tenant, the one that the gateway takes it for', () => {
    const matches = (pattern: string, path: string): boolean => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path);
    const readersOf = (namespace: string): readonly string[] =>
      Object.entries(agent.receivers).flatMap(([id, { include = [], exclude = [] }]) => {
        const hit = (patterns: unknown): boolean =>
          (patterns as readonly string[]).some((each) => matches(each, `/var/log/pods/${namespace}_pod-1_uid/main/0.log`));
        return hit(include) && !hit(exclude) ? [id] : [];
      });
    const expected: Readonly<Record<string, string>> = {
      keycloak: 'audit',
      login: 'audit',
      api: 'workloads',
      status: 'workloads',
      'api-2': 'platform',
      'kube-system': 'platform',
    };
    expect(Object.fromEntries(Object.keys(expected).map((namespace) => [namespace, readersOf(namespace)]))).toEqual(
      Object.fromEntries(Object.entries(expected).map(([namespace, tenant]) => [namespace, [`file_log/${tenant}`]])),
    );
  });

  it('is read by nothing where there is nobody to read', () => {
    const none = logging(
      'aws-euc1',
      platformOf((yaml) => yaml.replace(/\nworkloads:[\s\S]*$/, '\n')),
    ).config('otel-agent');
    expect(none.receivers['file_log/workloads']).toMatchObject({ include: ['/var/log/pods/none/*.log'] });
  });

  it('ends a line before it is longer than Loki takes it, the last piece of it included', () => {
    const limit = 256 * 1024;
    expect((aws.values['loki'] as { limits_config: { max_line_size: string } }).limits_config.max_line_size).toBe('256KB');
    for (const { operators = [] } of Object.values(agent.receivers))
      for (const { max_log_size: size } of operators as readonly { max_log_size: number }[]) expect(size + 16 * 1024).toBeLessThan(limit);
  });

  it('knows whose lines it reads before it reads them', () => {
    expect(agent.processors['k8s_attributes']).toMatchObject({ wait_for_metadata: true });
  });

  it('waits for the answer of the gateway as long as that waits for Loki, and notices when it is gone', () => {
    for (const exporter of Object.values(agent.exporters))
      expect(exporter).toMatchObject({ timeout: '0s', keepalive: { time: '30s', permit_without_stream: true } });
    expect(gateway.receivers['otlp/agents']).toMatchObject({
      protocols: { grpc: { keepalive: { enforcement_policy: { min_time: '20s', permit_without_stream: true } } } },
    });
  });

  it('does not read its own lines, which would never end', () => {
    expect(agent.receivers['file_log/platform']?.['exclude']).toContain('/var/log/pods/observability-agents_otel-agent-*/*/*.log');
  });

  it('shows its certificate to the gateway that the Service names, and finds every one of its pods', () => {
    expect(agent.exporters['otlp_grpc/audit']).toMatchObject({
      endpoint: 'dns:///otel-gateway.observability.svc:4319',
      balancer_name: 'round_robin',
      tls: { ca_file: '/etc/otelcol/tls/ca.crt', cert_file: '/etc/otelcol/tls/tls.crt', key_file: '/etc/otelcol/tls/tls.key' },
    });
    expect(aws.object('otel-gateway', 'Service')).toMatchObject({
      metadata: { name: 'otel-gateway', namespace: 'observability' },
      spec: { clusterIP: 'None' },
    });
    expect(aws.object('otel-gateway', 'Certificate')).toMatchObject({ spec: { dnsNames: ['otel-gateway.observability.svc'], secretName: 'otel-gateway-tls' } });
  });

  it('runs on every node, as root without the rights of root: it reads files of others and the node’s journal', () => {
    for (const { object } of both) {
      const { spec } = object('otel-agent', 'DaemonSet') as { spec: { template: { spec: Fields & { containers: readonly Fields[] } } } };
      const pod = spec.template.spec;
      expect(pod).toMatchObject({
        tolerations: [{ operator: 'Exists' }],
        priorityClassName: 'system-node-critical',
        securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(pod.containers[0]).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_CHROOT'] },
        },
        resources: { requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string }, limits: { memory: expect.any(String) as string } },
      });
      // Only its own queue is written to the node.
      const writable = (pod.containers[0]?.['volumeMounts'] as readonly { mountPath: string; readOnly?: boolean }[]).filter(
        ({ readOnly }) => readOnly !== true,
      );
      expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/var/lib/otelcol']);
    }
  });

  it('has the SELinux type that Bottlerocket asks of it on AWS, and none elsewhere', () => {
    const securityContext = ({ object }: typeof aws): unknown =>
      (object('otel-agent', 'DaemonSet') as { spec: { template: { spec: { securityContext: unknown } } } }).spec.template.spec.securityContext;
    expect(securityContext(aws)).toHaveProperty('seLinuxOptions.type', 'super_t');
    expect(securityContext(azure)).not.toHaveProperty('seLinuxOptions');
  });

  it('reads names of pods, and nothing else of the API', () => {
    expect(aws.object('otel-agent', 'ClusterRole')['rules']).toEqual([{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }]);
  });

  it('starts anew when its configuration changes', () => {
    const checksum = (platform = aws): unknown =>
      (platform.object('otel-agent', 'DaemonSet') as { spec: { template: { metadata: { annotations: unknown } } } }).spec.template.metadata.annotations;
    expect(checksum()).not.toEqual(checksum(azure));
  });
});

describe('the gateway', () => {
  /** What a filter does with a line from a namespace: it drops where its condition holds. */
  const passes = (config: CollectorConfig, tenant: string, namespace: string): boolean => {
    const { logs } = config.processors[`filter/${tenant}`] as { logs: { log_record: readonly string[] } };
    const found = /^(not )?IsMatch\(resource\.attributes\["k8s\.namespace\.name"\], "(.*)"\)$/.exec(logs.log_record[0] ?? '');
    if (!found || logs.log_record.length !== 1) throw new Error(`not a filter by namespace: ${logs.log_record.join(' ')}`);
    const matches = new RegExp(found[2] ?? '').test(namespace);
    return !(found[1] === undefined ? matches : !matches);
  };
  const tenants = ['platform', 'workloads', 'audit'];
  const tenantsOf = (config: CollectorConfig, namespace: string): readonly string[] => tenants.filter((tenant) => passes(config, tenant, namespace));

  it('gives each namespace to exactly one tenant', () => {
    for (const each of both) {
      const config = each.config('otel-gateway');
      for (const namespace of [...each.namespaces, 'kube-system', 'default', '', 'keycloak-2', 'my-api', 'api-2'])
        expect([namespace, tenantsOf(config, namespace)]).toEqual([namespace, [expect.any(String)]]);
    }
  });

  it('keeps apart who logged in and what was delivered, and what workloads say', () => {
    const expected: Readonly<Record<string, string>> = {
      keycloak: 'audit',
      login: 'audit',
      argocd: 'audit',
      console: 'workloads',
      api: 'workloads',
      status: 'workloads',
      observability: 'platform',
      'kube-system': 'platform',
      'istio-ingress': 'platform',
    };
    expect(Object.fromEntries(Object.keys(expected).map((namespace) => [namespace, tenantsOf(gateway, namespace)[0]]))).toEqual(expected);
  });

  it('sends each tenant to Loki under its own name', () => {
    for (const tenant of tenants) {
      expect(gateway.service.pipelines[`logs/${tenant}`]).toEqual({
        receivers: ['otlp/agents'],
        processors: ['memory_limiter', 'resource/cluster', `filter/${tenant}`],
        exporters: [`otlp_http/${tenant}`],
      });
      expect(gateway.exporters[`otlp_http/${tenant}`]).toMatchObject({
        endpoint: 'http://loki.observability.svc:3100/otlp',
        headers: { 'X-Scope-OrgID': tenant },
      });
    }
    expect(Object.keys(gateway.exporters).sort()).toEqual([
      'otlp_http/audit',
      'otlp_http/events',
      'otlp_http/otlp',
      'otlp_http/platform',
      'otlp_http/workloads',
    ]);
  });

  it('believes agents, by their certificate; what workloads send by themselves stays theirs', () => {
    expect(gateway.receivers['otlp/agents']).toMatchObject({
      protocols: { grpc: { endpoint: '0.0.0.0:4319', tls: { client_ca_file: '/etc/otelcol/tls/ca.crt' } } },
    });
    const open = Object.values(gateway.service.pipelines).filter(({ receivers }) => receivers.includes('otlp'));
    expect(open).toMatchObject([{ exporters: ['otlp_http/otlp'] }]);
    expect(gateway.exporters['otlp_http/otlp']).toMatchObject({ headers: { 'X-Scope-OrgID': 'workloads' } });
  });

  it('is reached on the open ports by workloads of its own cluster, on the trusted one by agents', () => {
    const flows = aws.of('otel-gateway')?.component.intents?.flows ?? [];
    const open = flows.filter(({ ports }) => ports.some(({ port }) => port === 4317));
    expect(open.map(({ from }) => ('namespace' in from ? from.namespace : ''))).toEqual(['console', 'api', 'status']);
    const trusted = (aws.of('otel-agent')?.component.intents?.flows ?? []).filter(({ ports }) => ports.some(({ port }) => port === 4319));
    expect(trusted).toMatchObject([{ from: { namespace: 'observability-agents' } }]);
  });

  it('keeps no line that an agent has sent: the agent is answered when Loki has it', () => {
    for (const tenant of tenants)
      expect(gateway.exporters[`otlp_http/${tenant}`]).toMatchObject({
        sending_queue: { enabled: false },
        retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      });
  });

  it('keeps for a while in memory what comes from those who have no disk', () => {
    for (const exporter of ['otlp_http/otlp', 'otlp_http/events'])
      expect(gateway.exporters[exporter]).toMatchObject({ sending_queue: { enabled: true }, retry_on_failure: { max_elapsed_time: '300s' } });
    expect(gateway.service.pipelines['logs/events']).toMatchObject({ exporters: ['otlp_http/events'] });
    expect(gateway.exporters['otlp_http/events']).toMatchObject({ headers: { 'X-Scope-OrgID': 'platform' } });
  });

  it('reads the events of Kubernetes once, by the replica that was elected', () => {
    expect(gateway.receivers['k8s_events']).toMatchObject({ k8s_leader_elector: 'k8s_leader_elector' });
    expect(gateway.extensions['k8s_leader_elector']).toMatchObject({ lease_name: 'otel-gateway-events', lease_namespace: 'observability' });
    expect(aws.object('otel-gateway', 'Role')).toMatchObject({
      metadata: { namespace: 'observability' },
      rules: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'] }],
    });
  });

  it('has three replicas in three zones that grow with their work and are never all renewed at once', () => {
    expect(aws.object('otel-gateway', 'HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 9, scaleTargetRef: { name: 'otel-gateway' } },
    });
    expect(aws.object('otel-gateway', 'PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1 } });
    expect(aws.object('otel-gateway', 'Deployment')).toMatchObject({
      spec: {
        strategy: { rollingUpdate: { maxUnavailable: 0 } },
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }, { topologyKey: 'kubernetes.io/hostname' }],
          },
        },
      },
    });
    // The autoscaler owns the number.
    expect(aws.object('otel-gateway', 'Deployment')).not.toHaveProperty('spec.replicas');
  });
});
