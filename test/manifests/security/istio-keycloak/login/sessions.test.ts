import { example } from './example';

const shown = example('aws-euc1');
const object = <T>(kind: string, name: string): T => shown.object('sessions', kind, name) as unknown as T;
const files = object<{ data: Record<string, string> }>('ConfigMap', 'valkey').data;
const file = (name: string): string => files[name] ?? '';
const servers = object<{
  spec: {
    replicas: number;
    serviceName: string;
    template: {
      metadata: { labels: object; annotations: Record<string, string> };
      spec: { containers: { name: string; securityContext: object; resources: object }[]; initContainers: { securityContext: object }[]; volumes: object[] };
    };
  };
}>('StatefulSet', 'valkey').spec;

describe('the session store', () => {
  it('listens with TLS only', () => {
    for (const name of ['valkey.conf', 'sentinel.conf']) {
      expect(file(name)).toMatch(/^port 0$/m);
      expect(file(name)).toMatch(/^tls-replication yes$/m);
      expect(file(name)).toMatch(/^tls-protocols "TLSv1.3"$/m);
    }
  });

  it('has a certificate for every name under which it announces itself', () => {
    const { dnsNames } = object<{ spec: { dnsNames: string[] } }>('Certificate', 'valkey-tls').spec;
    const announced = Array.from({ length: servers.replicas }, (_, ordinal) => `valkey-${ordinal}.${servers.serviceName}.login.svc.cluster.local`);
    expect(dnsNames).toEqual([...announced, 'localhost']);
    expect(file('init.sh')).toContain('self="$HOSTNAME.valkey.login.svc.cluster.local"');
    expect(file('init.sh')).toContain('replica-announce-ip $self');
    expect(file('init.sh')).toContain('sentinel announce-ip $self');
  });

  it('uses the words that Redis knows too', () => {
    for (const text of Object.values(files)) expect(text).not.toMatch(/primaryuser|primaryauth|get-primary-addr/);
    expect(file('valkey.conf')).toMatch(/^masteruser replica$/m);
    expect(file('init.sh')).toContain('masterauth $INTERNAL_PASSWORD');
  });

  it('lets the login proxy reach its own keys and nothing that is dangerous', () => {
    expect(file('init.sh')).toContain(
      'user proxy on >$PROXY_PASSWORD ~__Host-acme-db-* resetchannels -@all +@read +@write +@connection +@scripting -@dangerous',
    );
    expect(file('init.sh')).toContain('user default off');
  });

  it('holds no password in its configuration', () => {
    expect(Object.values(files).join('\n')).not.toMatch(/[>](?!\$|\/|&|>|"|=| )/);
  });

  it('finds servers before they are ready, so that the first start ends', () => {
    expect(object<{ spec: object }>('Service', 'valkey').spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(servers).toMatchObject({ podManagementPolicy: 'Parallel' });
  });

  it('hands over before a primary leaves, and has a budget and a zone for each server', () => {
    expect(servers.template.spec.containers[0]).toMatchObject({
      name: 'valkey',
      lifecycle: { preStop: { exec: { command: ['/bin/sh', '/config/leave.sh'] } } },
    });
    expect(file('leave.sh')).toContain('SENTINEL FAILOVER sessions');
    expect(object<{ spec: object }>('PodDisruptionBudget', 'valkey').spec).toMatchObject({ maxUnavailable: 1 });
    expect(servers.template.spec).toMatchObject({
      topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }],
    });
  });

  it('remembers the certificate of each process when it starts, or a renewal would restart it for ever', () => {
    expect(file('start.sh')).toContain('sha256sum /tls/tls.crt > "/run/valkey/$1.sha256"');
    expect(file('alive.sh')).toContain('sha256sum --status -c "/run/valkey/$1.sha256" && exit 0');
    expect(file('init.sh')).not.toContain('sha256');
  });

  it('stays outside the mesh and runs restricted', () => {
    expect(servers.template.metadata.labels).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
    for (const { securityContext } of [...servers.template.spec.containers, ...servers.template.spec.initContainers])
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  it('keeps rendered passwords in memory, and the exporter sees no private key', () => {
    expect(servers.template.spec.volumes).toContainEqual({ name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } });
    expect(servers.template.spec.volumes).toContainEqual({
      name: 'authority',
      secret: { secretName: 'valkey-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });
});
