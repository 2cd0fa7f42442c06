/** Brings up gateway, proxies, session store, applications and the tenant, in the run's own network. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../lib/components';
import { clusters, type Cluster } from '../kubernetes/cluster';
import { Authority } from '../login/authorities';
import { Client } from '../login/client';
import { serveEdge } from '../login/edge';
import { addressOf, edgeAddress, nodeAddress, type Image } from '../login/mapping';
import { created, templateOf } from '../login/mesh';
import { makeNetwork } from '../login/node/network';
import { RunningPod, type NodeProps } from '../login/node/pod';
import { hostsFile } from '../login/node/root';
import { podOf, type Template } from '../login/node/spec';
import { applyAll, foundation, generated, issuedCertificates, Store, storedSecrets } from '../login/objects';
import { mustRun, until, type Servers } from '../process';
import { Tenant } from './auth0';
import { nginxConf } from './nginx-conf';
import type { Policy, VirtualServer } from './objects';

export interface Programs {
  readonly nginx: string;
  readonly oauth2Proxy: string;
  readonly redisServer: string;
  readonly redisCli: string;
  /** What stands for the applications. */
  readonly application: string;
}
export interface WorldProps {
  readonly cluster: string;
  /** Addresses of pods. */
  readonly range: string;
  readonly domain: string;
  readonly platform: string;
  /** Host of the tenant. */
  readonly tenant: string;
  readonly work: string;
  readonly programs: Programs;
  readonly servers: Servers;
  readonly say: (text: string) => void;
}
export interface World {
  readonly client: Client;
  readonly tenant: Tenant;
  readonly proxies: readonly RunningPod[];
  readonly sessions: readonly RunningPod[];
}

const tenantAddress = '203.0.113.20';
const gateway = 'nginx-ingress';

export async function bringUp(props: WorldProps): Promise<World> {
  const { work, range, servers, domain, say } = props;
  await makeNetwork(nodeAddress(range));
  await mustRun('ip', ['address', 'add', `${tenantAddress}/32`, 'dev', 'lo']);
  const hosts = generated(props.cluster, 'ingress-routes').filter((object): object is VirtualServer => object.kind === 'VirtualServer');
  const names = namesOf(props, hosts);
  writeFileSync(join(work, 'hosts'), hostsFile(names));
  await mustRun('mount', ['--bind', join(work, 'hosts'), '/etc/hosts']);
  const folder = join(work, 'authorities');
  const [internet, internal, edge] = await Promise.all(['internet', 'internal', 'origin-pull'].map((name) => Authority.create(folder, name)));
  const [cluster] = await clusters({ names: [props.cluster], servers, work, say });
  if (!internet || !internal || !edge || !cluster) throw new Error('this part makes a cluster of its own: run it without KUBECONFIG');
  await foundation(cluster, 'nginx-ingress');
  const store = new Store();
  store.set('origin-pull-ca', 'ca', edge.certificate);
  await applyAll(cluster, [
    ...storedSecrets(props.cluster, store, [gateway, 'login']),
    ...(await issuedCertificates(props.cluster, { public: internet, internal }, ['ingress-routes', 'sessions', 'login-proxy', 'token-proxy'])),
    ...['sessions', 'login-proxy', 'token-proxy'].flatMap((component) =>
      generated(props.cluster, component).filter(({ kind }) => ['ConfigMap', 'ServiceAccount'].includes(kind)),
    ),
  ]);
  const tenant = new Tenant(tenantProps(props, store));
  await tenant.serve(await internet.issue('tenant', [props.tenant]), tenantAddress);
  await serveEdge({
    server: await internet.issue('edge', [`*.${domain}`]),
    client: await edge.issue('edge-client', [`edge.${domain}`]),
    authority: internet.certificate,
    gateway: addressOf('ingress', range),
    address: edgeAddress,
  });
  const node = await makeNode(props, cluster, names, internet.certificate);
  const pods = await startPods(props, node, hosts);
  const client = new Client(internet.certificate, domain, { [props.tenant]: tenantAddress });
  await until('the console asks for a login', 60, async () => ((await client.call(`https://console.${domain}/`)).status === 401 ? true : undefined));
  return { client, tenant, ...pods };
}

const namesOf = ({ range, tenant, domain }: WorldProps, hosts: readonly VirtualServer[]): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(hosts.map(({ spec }) => [spec.host, edgeAddress])),
  ...Object.fromEntries(([0, 1, 2] as const).map((n) => [`valkey-${n}.valkey.login.svc.cluster.local`, addressOf(`valkey-${n}`, range)])),
  [tenant]: tenantAddress,
  [`edge.${domain}`]: edgeAddress,
});

/** The tenant as the generated stack makes it. */
function tenantProps({ tenant, cluster }: WorldProps, store: Store): ConstructorParameters<typeof Tenant>[0] {
  const { resource } = JSON.parse(readFileSync('dist/terraform/security/main.tf.json', 'utf8')) as {
    readonly resource: {
      readonly auth0_action: Readonly<Record<string, { readonly code: string }>>;
      readonly auth0_client: Readonly<Record<string, { readonly callbacks?: readonly string[] }>>;
    };
  };
  const config = generated(cluster, 'login-proxy').find(({ kind }) => kind === 'ConfigMap')?.['data'] as Readonly<Record<string, string>>;
  return {
    issuer: `https://${tenant}/`,
    clientId: /^client_id = "(.*)"$/m.exec(config['oauth2-proxy.cfg'] ?? '')?.[1] ?? '',
    clientSecret: store.get('login-proxy', 'client-secret'),
    redirectUris: Object.values(resource.auth0_client).flatMap(({ callbacks = [] }) => callbacks),
    action: Object.values(resource.auth0_action)[0]?.code ?? '',
  };
}

async function makeNode({ work, range, programs, servers }: WorldProps, cluster: Cluster, hosts: NodeProps['hosts'], trusted: string): Promise<NodeProps> {
  const roots = join(work, 'roots');
  mkdirSync(roots, { recursive: true });
  await mustRun('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', roots]);
  const start = (program: string, more = '') => `#!/bin/sh\nexec '${program}' "$@"${more}\n`;
  const application: Image = { entrypoint: [process.execPath, programs.application], user: 65532 };
  const images: Readonly<Record<string, Image>> = {
    'oauth2-proxy': { entrypoint: [], user: 65532, scripts: { '/usr/bin/oauth2-proxy': start(programs.oauth2Proxy) } },
    valkey: {
      entrypoint: [],
      user: 1000,
      scripts: {
        '/usr/local/bin/valkey-server': start(programs.redisServer),
        '/usr/local/bin/valkey-sentinel': start(programs.redisServer, ' --sentinel'),
        '/usr/local/bin/valkey-cli': start(programs.redisCli),
      },
    },
    nginx: { entrypoint: [programs.nginx, '-c', '/etc/nginx-conf/nginx.conf', '-p', '/tmp'], user: 101 },
    'dbaas-console': application,
    'dbaas-api': application,
    'status-page': application,
    monitoring: application,
  };
  return { cluster, servers, roots, logs: join(work, 'logs'), range, hosts, trusted, images, interception: { agent: '', path: '' } };
}

async function startPods({ cluster, range, say }: WorldProps, node: NodeProps, hosts: readonly VirtualServer[]): Promise<Pick<World, 'proxies' | 'sessions'>> {
  const start = async (template: Template, name: string): Promise<RunningPod> => RunningPod.start(node, await created(node.cluster, podOf(template, name)));
  const own = (component: string, name = component): Template => templateOf(generated(cluster, component), name);
  await applyAll(
    node.cluster,
    ['console', 'api', 'status'].flatMap((name) => generated(cluster, name).filter(({ kind }) => ['ConfigMap', 'ServiceAccount'].includes(kind))),
  );
  const applications = Promise.all(['console', 'api', 'status'].map((name) => start(own(name), name)));
  const sessions = await Promise.all(['valkey-0', 'valkey-1', 'valkey-2'].map((name) => start(own('sessions', 'valkey'), name)));
  say('the session store is up');
  const proxies = await Promise.all([
    ...['oauth2-proxy-0', 'oauth2-proxy-1'].map((name) => start(own('login-proxy', 'oauth2-proxy'), name)),
    ...['token-proxy-0', 'token-proxy-1'].map((name) => start(own('token-proxy'), name)),
  ]);
  await applications;
  say('proxies and applications are up');
  const conf = nginxConf({
    hosts,
    policies: generated(cluster, 'ingress-routes').filter((object): object is Policy => object.kind === 'Policy'),
    settings: generated(cluster, 'ingress-routes').find(({ kind }) => kind === 'ConfigMap')?.['data'] as Readonly<Record<string, string>>,
    endpoints: {
      'login/oauth2-proxy': [0, 1].map((n) => `${addressOf(`oauth2-proxy-${n}` as 'oauth2-proxy-0', range)}:4443`),
      'login/token-proxy': [0, 1].map((n) => `${addressOf(`token-proxy-${n}` as 'token-proxy-0', range)}:4443`),
      ...Object.fromEntries((['console', 'api', 'status'] as const).map((name) => [`${name}/${name}`, [`${addressOf(name, range)}:${portOf(own(name))}`]])),
    },
    secret: (name) => `/secrets/${name}`,
    authorities: '/secrets/internal-authority/ca.crt',
  });
  await applyAll(node.cluster, [configMap('nginx-conf', { 'nginx.conf': conf }), serviceAccount]);
  await start(gatewayTemplate, 'ingress');
  return { proxies, sessions };
}

const portOf = ({ spec }: Template): number => spec.template.spec.containers[0]?.ports?.[0]?.containerPort ?? 0;
const configMap = (name: string, data: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: gateway },
  data,
});
const serviceAccount: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'ingress', namespace: gateway } };

const secrets = ['ingress-tls', 'ingress-tls-cacert', 'internal-authority'];
/** The chart's own pod comes from its repository: this one has the same user, ports and secrets. */
const gatewayTemplate: Template = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ingress', namespace: gateway },
  spec: {
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'nginx-ingress', 'app.kubernetes.io/instance': 'ingress' } },
      spec: {
        serviceAccountName: 'ingress',
        securityContext: { runAsUser: 101, runAsGroup: 101, fsGroup: 101, sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
        containers: [
          {
            name: 'nginx',
            image: 'example/nginx',
            ports: [{ name: 'https', containerPort: 443 }],
            resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
            volumeMounts: [{ name: 'nginx-conf', mountPath: '/etc/nginx-conf' }, ...secrets.map((name) => ({ name, mountPath: `/secrets/${name}` }))],
            securityContext: {
              allowPrivilegeEscalation: false,
              runAsNonRoot: true,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            } as object,
          },
        ],
        volumes: [{ name: 'nginx-conf', configMap: { name: 'nginx-conf' } }, ...secrets.map((name) => ({ name, secret: { secretName: name } }))],
      },
    },
  },
};
