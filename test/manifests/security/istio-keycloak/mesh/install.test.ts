import { parse } from 'yaml';
import { kubeSchemas } from '../../../../../manifests/schemas';
import { metadataFindings, schemaFindings } from '../../../../../lib/validate/kubernetes';
import { containing, having, joinedPlatform, mesh } from './example';

const aws = mesh();
const azure = mesh('az-weu');
const joined = mesh('aws-euc1', {}, joinedPlatform());
const joinedAzure = mesh('az-weu', {}, joinedPlatform());
const values = (of: typeof aws, component: string) => parse(of.component(component).built.values ?? '') as Record<string, unknown>;

describe('istiod', () => {
  test('runs twice, in different zones, with requests and limits', () => {
    expect(values(aws, 'istiod')).toMatchObject({
      autoscaleMin: 2,
      pdb: { minAvailable: 1 },
      resources: { requests: { cpu: '250m' }, limits: { memory: '2Gi' } },
      topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }, {}],
    });
  });

  test('lets pods call declared hosts only and compares normalised paths', () => {
    expect(values(aws, 'istiod')).toMatchObject({
      meshConfig: {
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' },
        meshMTLS: { minProtocolVersion: 'TLSV1_3' },
        trustDomain: 'mesh.acme-db.example',
      },
    });
  });

  test('has the authority of the platform before it starts', () => {
    expect(aws.component('istiod').component.needs).toContain('secrets');
    expect(aws.component('istiod').component.intents?.secrets).toEqual([
      having({ name: 'cacerts', namespace: 'istio-system', keys: having({ 'ca-key.pem': { from: 'store', id: 'mesh-ca', property: 'ca-key' } }) }),
    ]);
  });

  test('never fetches keys from the node or the metadata of the cloud', () =>
    expect(values(aws, 'istiod')).toMatchObject({ env: { BLOCKED_CIDRS_IN_JWKS_URIS: '127.0.0.0/8,169.254.0.0/16,::1/128,fe80::/10' } }));

  test('leaves fetching of keys to the proxies where Keycloak runs and does it itself elsewhere, with the way out that this needs', () => {
    expect(values(aws, 'istiod')).toMatchObject({ env: { PILOT_JWT_ENABLE_REMOTE_JWKS: 'hybrid' } });
    expect(aws.component('istiod').component.intents?.egressHosts).toEqual([]);
    expect(values(azure, 'istiod')).toMatchObject({ env: { PILOT_JWT_ENABLE_REMOTE_JWKS: 'istiod', PILOT_JWT_PUB_KEY_REFRESH_INTERVAL: '2m' } });
    expect(azure.component('istiod').component.intents?.egressHosts).toEqual([having({ hosts: ['id.acme-db.example'] })]);
  });

  test('writes no query strings into logs', () => {
    const log = aws.component('istiod').built.values ?? '';
    expect(log).toContain('%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%');
    expect(log).not.toContain('%REQ(X-ENVOY-ORIGINAL-PATH');
  });

  test('keeps AKS from changing its webhooks', () => {
    expect(values(azure, 'istiod')).toMatchObject({ sidecarInjectorWebhookAnnotations: { 'admissions.enforcer/disabled': 'true' } });
    expect(values(aws, 'istiod')).not.toHaveProperty('sidecarInjectorWebhookAnnotations');
  });
});

describe('the charts', () => {
  test('bring no definitions and no network policies of their own', () => {
    expect(values(aws, 'istio-base')).toMatchObject({
      base: { excludedCRDs: containing('virtualservices.networking.istio.io', 'trafficextensions.extensions.istio.io') },
    });
    for (const component of ['istiod', 'istio-cni', 'ingress-gateway'])
      expect(values(aws, component)).toMatchObject({ global: { networkPolicy: { enabled: false } } });
  });

  test('refuse invalid mesh objects from the first moment', () => {
    for (const component of ['istio-base', 'istiod']) expect(values(aws, component)).toMatchObject({ base: { validationFailurePolicy: 'Fail' } });
  });

  test('keep privileges in the namespace of the agent', () => {
    const levels = aws.components.flatMap(({ component }) => (component.intents?.namespaces ?? []).map(({ name, podSecurity }) => [name, podSecurity]));
    expect(levels.filter(([, level]) => level !== 'restricted')).toEqual([['istio-cni', 'privileged']]);
  });
});

describe('the gateway', () => {
  const gateway = values(aws, 'ingress-gateway');

  test('runs three times in different zones and never all at once stops', () => {
    expect(gateway).toMatchObject({
      autoscaling: { minReplicas: 3 },
      podDisruptionBudget: { maxUnavailable: 1 },
      topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }, {}],
    });
  });

  test('has the service that the load balancer of the cloud layer points to, and opens no other port', () => {
    expect(aws.component('ingress-gateway').component.content).toMatchObject({ releaseName: 'ingress' });
    expect(gateway).toMatchObject({ service: { type: 'ClusterIP' } });
    expect((gateway['service'] as { ports: readonly { port: number }[] }).ports.map(({ port }) => port)).toEqual([15021, 443]);
  });

  test('fits the restricted level: unprivileged port by sysctl, seccomp profile', () => {
    expect(gateway).toMatchObject({
      securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }], seccompProfile: { type: 'RuntimeDefault' } },
    });
  });

  test('believes one proxy in front of it, and hands no client certificate on', () => {
    const config: unknown = JSON.parse((gateway['podAnnotations'] as Record<string, string>)['proxy.istio.io/config'] ?? '');
    expect(config).toMatchObject({
      gatewayTopology: { numTrustedProxies: 1, forwardClientCertDetails: 'SANITIZE' },
      runtimeValues: { 'overload.global_downstream_max_connections': '12000' },
    });
  });

  test('starts after the policies of the mesh', () => expect(aws.component('ingress-gateway').dependsOn).toContain('mesh-policy'));
});

describe('joined meshes', () => {
  test('have nothing in separate meshes', () => {
    expect(aws.components.filter(({ component }) => component.name.includes('eastwest'))).toEqual([]);
    expect(aws.component('istiod').component.intents?.namespaces).toEqual([having({ labels: {} })]);
    expect(values(aws, 'istiod')).toMatchObject({ global: { meshID: 'acme-db-aws-euc1', enableReaderRBAC: false } });
  });

  test('share one id and tell networks apart', () => {
    expect(values(joined, 'istiod')).toMatchObject({ global: { meshID: 'acme-db', network: 'aws-euc1', multiCluster: { clusterName: 'aws-euc1' } } });
    expect(joined.component('istiod').component.intents?.namespaces).toEqual([having({ labels: { 'topology.istio.io/network': 'aws-euc1' } })]);
    expect(values(joined, 'mesh-eastwest-gateway')).toMatchObject({
      networkGateway: 'aws-euc1',
      service: { type: 'ClusterIP' },
    });
    expect(values(joinedAzure, 'mesh-eastwest-gateway')).toMatchObject({
      service: {
        type: 'LoadBalancer',
        loadBalancerSourceRanges: ['10.20.32.0/19', '10.20.64.0/19', '10.20.96.0/19'],
        annotations: {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.40.1.12',
        },
      },
    });
  });

  test('know the way into each network by addresses that the cloud layer fixed', () => {
    expect(values(joined, 'istiod')).toMatchObject({
      global: {
        meshNetworks: {
          'aws-euc1': {
            endpoints: [{ fromRegistry: 'aws-euc1' }],
            gateways: ['10.20.8.240', '10.20.9.240', '10.20.10.240'].map((address) => ({ address, port: 15443 })),
          },
          'az-weu': { endpoints: [{ fromRegistry: 'az-weu' }], gateways: [{ address: '10.40.1.12', port: 15443 }] },
        },
      },
    });
  });

  test('are bound to the private load balancer of the cloud layer before the gateway starts', () => {
    const binding = joined.object('mesh-eastwest-binding', 'TargetGroupBinding', 'istio-eastwestgateway', 'istio-eastwest');
    expect(binding['spec']).toMatchObject({
      targetGroupName: 'aws-euc1-ingress-15443',
      serviceRef: { name: 'istio-eastwestgateway', port: 15443 },
      networking: { ingress: [{ ports: [{ port: 15443 }, { port: 15021 }] }] },
    });
    const wave = (name: string) => joined.component(name).wave;
    expect(wave('mesh-eastwest-binding')).toBeLessThan(wave('mesh-eastwest-gateway'));
    expect(joinedAzure.components.map(({ component }) => component.name)).not.toContain('mesh-eastwest-binding');
  });

  test('let workloads out to the gateway of the other cluster, and its load balancer in', () => {
    const { flows = [], namespaces = [] } = joined.component('mesh-eastwest-gateway').component.intents ?? {};
    expect(flows).toContainEqual(having({ from: { namespace: 'console' }, to: { outside: 'cidrs', cidrs: ['10.40.1.12/32'] }, ports: [{ port: 15443 }] }));
    expect(flows[0]).toMatchObject({ from: { outside: 'cidrs', cidrs: ['10.20.8.0/24', '10.20.9.0/24', '10.20.10.0/24'] } });
    expect(namespaces).toMatchObject([{ name: 'istio-eastwest', exposed: true }]);
  });

  test('watch the other cluster with a kubeconfig from the secret store', () => {
    expect(joined.component('mesh-eastwest-listener').component.intents?.secrets).toEqual([
      {
        namespace: 'istio-system',
        name: 'istio-remote-secret-az-weu',
        keys: { 'az-weu': { from: 'store', id: 'mesh-remote', property: 'kubeconfig' } },
        labels: { 'istio/multiCluster': 'true' },
        annotations: { 'networking.istio.io/cluster': 'az-weu' },
      },
    ]);
  });

  test('share workloads, and nothing that the platform itself runs', () => {
    const { servers } = joined.object('mesh-eastwest-listener', 'Gateway', 'cross-network')['spec'] as { servers: readonly { hosts: readonly string[] }[] };
    expect(servers).toEqual([
      having({ tls: { mode: 'AUTO_PASSTHROUGH' }, hosts: ['*.console.svc.cluster.local', '*.api.svc.cluster.local', '*.status.svc.cluster.local'] }),
    ]);
    expect(values(joined, 'istiod')).toMatchObject({
      meshConfig: { serviceSettings: [{ settings: { clusterLocal: true }, hosts: containing('*.keycloak.svc.cluster.local', '*.login.svc.cluster.local') }] },
    });
  });

  test('stay in their own cluster while it is healthy', () => {
    expect(joined.object('mesh-eastwest-listener', 'DestinationRule', 'local-first', 'console')['spec']).toMatchObject({
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 }, loadBalancer: { localityLbSetting: { enabled: true } } },
    });
  });
});

test.each(kubeSchemas())('every object fits the definitions of Kubernetes $release', (schemas) => {
  const findings = [aws, azure, joined, joinedAzure].flatMap((example) =>
    example.components
      .flatMap(({ component }) => example.objects(component.name))
      .flatMap((object) => [
        ...schemaFindings({ file: object.metadata.name, object }, schemas),
        ...metadataFindings({ file: object.metadata.name, object }, schemas),
      ]),
  );
  expect(findings).toEqual([]);
});

test('scrapes have names that are unique, since monitors take them', () => {
  const names = aws.components.flatMap(({ component }) => (component.intents?.scrapes ?? []).map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});
