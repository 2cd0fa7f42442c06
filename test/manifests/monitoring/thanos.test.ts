import { parse } from 'yaml';
import { platformOf } from '../foundation/rendered';
import { monitoring } from './rendered';

const argsOf = (kind: 'Deployment' | 'StatefulSet', name: string, cluster: 'aws-euc1' | 'az-weu' = 'aws-euc1') =>
  (monitoring(cluster).object('thanos', kind, name)['spec'] as { template: { spec: { containers: { args: string[] }[] } } }).template.spec.containers[0]
    ?.args ?? []; // shape of every workload
const endpointsOf = (name: string) => {
  const data = monitoring('aws-euc1').object('thanos', 'ConfigMap', `${name}-endpoints`)['data'] as Record<string, string>; // data of a ConfigMap
  return (parse(data['endpoints.yaml'] ?? '') as { endpoints: { address: string; client_config?: object }[] }).endpoints;
};

describe('queriers', () => {
  it('ask their own cluster in clear, and the other cluster once, by mutual TLS 1.3', () => {
    const [sidecars, stores, peer, ...more] = endpointsOf('thanos-query');
    expect(sidecars).toEqual({ address: 'dnssrv+_grpc._tcp.prometheus-sidecars.observability.svc.cluster.local' });
    expect(stores).toEqual({ address: 'dnssrv+_grpc._tcp.thanos-store.observability.svc.cluster.local' });
    expect(peer).toMatchObject({
      address: 'metrics-az-weu.acme-db.example:10901',
      client_config: {
        server_name: 'metrics-az-weu.acme-db.example',
        tls_config: { enabled: true, min_version: '1.3', ca_file: '/etc/thanos/root/ca.crt', cert_file: '/etc/thanos/certificate/tls.crt' },
      },
    });
    expect(more).toEqual([]);
  });

  it('that answer other clusters never ask other clusters', () => {
    expect(endpointsOf('thanos-peer-query').every(({ address }) => address.endsWith('.observability.svc.cluster.local'))).toBe(true);
  });

  it('that answer other clusters demand a certificate of the metrics root', () => {
    expect(argsOf('Deployment', 'thanos-peer-query')).toEqual(
      expect.arrayContaining(['--grpc-server-tls-client-ca=/etc/thanos/root/ca.crt', '--grpc-server-tls-min-version=1.3']),
    );
    expect(argsOf('Deployment', 'thanos-query').join()).not.toContain('--grpc-server-tls');
  });

  it('never mount the key of the authority', () => {
    for (const name of ['thanos-query', 'thanos-peer-query'])
      expect(JSON.stringify(monitoring('aws-euc1').object('thanos', 'Deployment', name))).not.toContain('metrics-ca');
  });

  it('count replicas of Prometheus as one', () => {
    for (const name of ['thanos-query', 'thanos-peer-query']) expect(argsOf('Deployment', name)).toContain('--query.replica-label=prometheus_replica');
  });
});

describe('certificates between clusters', () => {
  it('carry the only name that the intermediate may sign', () => {
    for (const [name, usage] of [
      ['thanos-peer-server', 'server auth'],
      ['thanos-peer-client', 'client auth'],
    ] as const)
      expect(monitoring('az-weu').object('thanos', 'Certificate', name)['spec']).toMatchObject({
        dnsNames: ['metrics-az-weu.acme-db.example'],
        usages: ['digital signature', usage],
        issuerRef: { kind: 'Issuer', name: 'metrics-peers' },
      });
  });

  it('come from the authority in the store, not from the one of the cluster', () => {
    expect(monitoring('aws-euc1').object('thanos', 'Issuer', 'metrics-peers')['spec']).toEqual({ ca: { secretName: 'metrics-ca' } });
    expect(monitoring('aws-euc1').component('thanos').component.intents?.secrets).toContainEqual(
      expect.objectContaining({ name: 'metrics-root', keys: { 'ca.crt': { from: 'store', id: 'metrics-ca', property: 'root-certificate' } } }),
    );
  });
});

describe('the way in for other clusters', () => {
  it('is the target group of the cloud layer on AWS', () => {
    expect(monitoring('aws-euc1').object('thanos', 'TargetGroupBinding', 'thanos-peer-query')['spec']).toMatchObject({
      targetGroupName: 'aws-euc1-ingress-10901',
      serviceRef: { name: 'thanos-peer-query', port: 10901 },
      networking: { ingress: [{ ports: [{ port: 10901 }, { port: 10902 }] }] },
    });
  });

  it('is a fixed internal address behind the firewall on Azure', () => {
    const service = monitoring('az-weu').object('thanos', 'Service', 'thanos-peer-query-load-balancer');
    expect(service.metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
      'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.40.1.11',
    });
    expect(service['spec']).toMatchObject({ externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.40.0.0/24'], ports: [{ port: 10901 }] });
  });

  it('is closed to everybody on Azure without a firewall as long as the addresses of the peers are unknown', () => {
    const platform = platformOf((text) => text.replace('pods: 10.128.0.0/14', 'pods: 10.128.0.0/14\n        egress: nat-gateway'));
    expect(monitoring('az-weu', {}, platform).object('thanos', 'Service', 'thanos-peer-query-load-balancer')['spec']).toMatchObject({
      loadBalancerSourceRanges: ['127.0.0.1/32'],
    });
  });
});

describe('the bucket', () => {
  it('has exactly one compactor, which keeps what platform.yaml says', () => {
    expect(monitoring('aws-euc1').object('thanos', 'StatefulSet', 'thanos-compact')['spec']).toMatchObject({ replicas: 1 });
    expect(argsOf('StatefulSet', 'thanos-compact')).toEqual(
      expect.arrayContaining(['--retention.resolution-raw=30d', '--retention.resolution-5m=90d', '--retention.resolution-1h=365d', '--delete-delay=48h']),
    );
  });

  it('leaves queries before it leaves the bucket', () => {
    expect(argsOf('StatefulSet', 'thanos-store')).toContain('--ignore-deletion-marks-delay=24h');
  });
});
