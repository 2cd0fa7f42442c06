import { cloudLogsPlatform } from '../../../infra/logging/stacks';
import { logging, type Fields } from '../loki/example';

const platform = cloudLogsPlatform();
const aws = logging('aws-euc1', platform);
const azure = logging('az-weu', platform);
const gateway = aws.config('otel-gateway');
const tenants = ['platform', 'workloads', 'audit'];
const sourceOf = ({ components }: typeof aws) => components.flatMap(({ component }) => component.intents?.datasources ?? []).find(({ uid }) => uid === 'logs');

describe('the gateway on AWS', () => {
  it('writes each tenant to its own group, signed for the service logs', () => {
    for (const tenant of tenants)
      expect(gateway.exporters[`otlp_http/${tenant}`]).toMatchObject({
        logs_endpoint: 'https://logs.eu-central-1.amazonaws.com/v1/logs',
        auth: { authenticator: 'sigv4auth' },
        headers: { 'x-aws-log-group': `/dbaas/acme-db-aws-euc1/${tenant}`, 'x-aws-log-stream': 'collector' },
      });
    expect(gateway.extensions['sigv4auth']).toEqual({ region: 'eu-central-1', service: 'logs' });
    expect(gateway.service.extensions).toContain('sigv4auth');
  });

  it('keeps no line of an agent, which waits on its node until CloudWatch has it', () => {
    for (const tenant of tenants)
      expect(gateway.exporters[`otlp_http/${tenant}`]).toMatchObject({ sending_queue: { enabled: false }, retry_on_failure: { max_elapsed_time: '0s' } });
  });

  it('takes credentials out of every line before it leaves, and what nobody looks for', () => {
    for (const { processors } of Object.values(gateway.service.pipelines)) expect(processors.at(-1)).toBe('transform/store');
    const statements = JSON.stringify(gateway.processors['transform/store']);
    expect(statements).toContain('replace_pattern(log.body');
    expect(statements).not.toContain('k8s.pod.uid');
  });

  it('has the distribution that can sign; agents have the small one', () => {
    const image = (component: string, kind: string): unknown =>
      (aws.object(component, kind) as { spec: { template: { spec: { containers: readonly Fields[] } } } }).spec.template.spec.containers[0]?.['image'];
    expect(image('otel-gateway', 'Deployment')).toMatch(/opentelemetry-collector-contrib:0\.160\.0$/);
    expect(image('otel-agent', 'DaemonSet')).toMatch(/opentelemetry-collector-k8s:0\.160\.0$/);
  });

  it('leaves the cluster by the private endpoint, and nowhere else', () => {
    const own = aws.of('otel-gateway')?.component.intents;
    expect(own?.flows).toContainEqual(expect.objectContaining({ to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'logs to store' }));
    expect(own?.egressHosts ?? []).toEqual([]);
  });

  it('is told apart from Loki in what people read at night', () => {
    const text = JSON.stringify(aws.of('otel-gateway')?.component.intents?.rules);
    expect(text).toContain('CloudWatch');
    expect(text).not.toContain('Loki');
  });
});

describe('the agent on Azure', () => {
  const settings = String((azure.object('log-agent-settings', 'ConfigMap')['data'] as Fields)['log-data-collection-settings']);

  it("is Azure's own: none of ours runs beside it", () => {
    expect(azure.of('otel-agent')).toBeUndefined();
    expect(azure.of('otel-gateway')).toBeUndefined();
  });

  it('reads every namespace, kube-system too, and no environment variable', () => {
    expect(azure.object('log-agent-settings', 'ConfigMap')['metadata']).toMatchObject({ name: 'container-azm-ms-agentconfig', namespace: 'kube-system' });
    expect(settings.match(/exclude_namespaces = \[\]/g)).toHaveLength(2);
    expect(settings).toMatch(/env_var\]\n {4}enabled = false/);
  });

  it('rings when it is missing on a node', () => {
    expect(JSON.stringify(azure.of('log-agent-settings')?.component.intents?.rules)).toContain('ama-logs');
  });
});

describe('Grafana', () => {
  it('searches with the identity of its pods, without a key', () => {
    expect(sourceOf(aws)).toMatchObject({ type: 'cloudwatch', settings: { authType: 'default', defaultRegion: 'eu-central-1' } });
    expect(sourceOf(azure)).toMatchObject({ type: 'grafana-azure-monitor-datasource', settings: { azureAuthType: 'workloadidentity' } });
    const values = azure.of('grafana')?.built.data as Readonly<Record<string, Fields>>;
    expect(values['podLabels']).toEqual({ 'azure.workload.identity/use': 'true' });
    expect(values['grafana.ini']).toMatchObject({ azure: { workload_identity_enabled: true } });
  });

  it('has an identity only where a data source asks for one', () => {
    const values = logging('az-weu').of('grafana')?.built.data as Readonly<Record<string, Fields>>;
    expect(values['podLabels']).toBeUndefined();
    expect(values['grafana.ini']).not.toHaveProperty('azure');
  });

  it('draws panels of lines in the language of each store, for half an hour: searches are paid', () => {
    const panels = (of: typeof aws): string => JSON.stringify(of.of('dashboards')?.built.objects);
    expect(panels(aws)).toContain('"queryMode\\": \\"Logs');
    expect(panels(azure)).toContain('azureLogAnalytics');
    for (const of of [aws, azure]) expect(panels(of)).toContain('timeFrom');
    expect(panels(logging('aws-euc1'))).not.toContain('timeFrom');
  });
});

it('logs of logins and of the delivery are kept apart on both clouds', () => {
  for (const { components } of [aws, azure])
    expect(
      components
        .flatMap(({ component }) => component.intents?.logTenants ?? [])
        .map(({ namespace }) => namespace)
        .sort(),
    ).toEqual(['argocd', 'keycloak', 'login']);
});
