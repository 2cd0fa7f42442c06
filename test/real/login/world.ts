/** Brings up everything that a login passes through, in the run's own network. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../lib/components';
import { clusters, type Cluster } from '../kubernetes/cluster';
import { mustRun, until, type Servers } from '../process';
import { Administration } from './administration';
import { Authority } from './authorities';
import { Client } from './client';
import { serveEdge } from './edge';
import { keycloakObjects } from './identity';
import { addressOf, edgeAddress, hosts, images, nodeAddress } from './mapping';
import { created, installCharts, renderCharts, startControlPlane, startEndpoints, startPod, templateOf } from './mesh';
import { makeNetwork } from './node/network';
import { RunningPod, type NodeProps } from './node/pod';
import { hostsFile } from './node/root';
import type { Template } from './node/spec';
import { applyAll, declared, envoyFilterWarning, foundation, generated, issuedCertificates, publicHosts, Store, storedSecrets } from './objects';
import type { LoginPrograms } from './programs';

export interface WorldProps {
  readonly cluster: string;
  /** Addresses of pods. */
  readonly range: string;
  readonly domain: string;
  readonly realm: string;
  readonly work: string;
  readonly programs: LoginPrograms;
  readonly servers: Servers;
  readonly say: (text: string) => void;
}

export interface World {
  readonly client: Client;
  readonly administration: Administration;
  /** PEM file of the authority of public names. */
  readonly authority: string;
  readonly node: NodeProps;
  readonly sessions: readonly RunningPod[];
  readonly proxies: readonly RunningPod[];
  /** A workload of the mesh that has no business with the others. */
  readonly stranger: RunningPod;
  readonly programs: LoginPrograms;
}

export async function bringUp(props: WorldProps): Promise<World> {
  const { work, range, programs, servers, domain } = props;
  await makeNetwork(nodeAddress(range));
  const names = hosts(publicHosts(props.cluster), range);
  writeFileSync(join(work, 'hosts'), hostsFile({ ...names, [`edge.${domain}`]: edgeAddress }));
  await mustRun('mount', ['--bind', join(work, 'hosts'), '/etc/hosts']);
  const [[cluster], charts, authorities] = await Promise.all([
    clusters({ names: [props.cluster], servers, work, say: props.say }),
    renderCharts(props.cluster, programs, work),
    makeAuthorities(join(work, 'authorities')),
  ]);
  if (cluster === undefined) throw new Error('this part makes a cluster of its own: run it without KUBECONFIG');
  const node = await makeNode(props, cluster, names, authorities.internet.certificate);
  const store = new Store();
  await preset(store, authorities);
  await foundation(cluster);
  await applyAll(cluster, [
    ...storedSecrets(props.cluster, store),
    ...(await issuedCertificates(props.cluster, { public: authorities.internet, internal: authorities.internal })),
  ]);
  await Promise.all([installCharts(cluster, charts), startEndpoints(cluster, programs.controllerManager, servers)]);
  props.say('objects of the login are there, starting the mesh');
  await startControlPlane(node, charts, programs.iptables);
  // From here on the control plane of the mesh judges each of its objects.
  await applyAll(cluster, declared(props.cluster), [envoyFilterWarning]);
  await serveEdge({
    server: await authorities.internet.issue('edge', [`*.${domain}`]),
    client: await authorities.edge.issue('edge-client', [`edge.${domain}`]),
    authority: authorities.internet.certificate,
    gateway: addressOf('ingress', range),
    address: edgeAddress,
  });
  const pods = await startPods(props, node, charts.gateway);
  const client = new Client(authorities.internet.certificate, domain);
  await routed(client, props);
  const administration = new Administration(client, `id-admin.${domain}`, props.realm, store.get('realm-sync', 'client-secret'));
  return { client, administration, authority: authorities.internet.file, node, programs, ...pods };
}

/** Endpoints reach the gateway a moment after the pods are ready. */
async function routed(client: Client, { domain, realm }: WorldProps): Promise<void> {
  const answers = { [`id.${domain}/realms/${realm}/.well-known/openid-configuration`]: 200, [`console.${domain}/`]: 302, [`status.${domain}/`]: 200 };
  for (const [url, status] of Object.entries(answers))
    await until(`${url} answers ${status}`, 60, async () => ((await client.call(`https://${url}`)).status === status ? true : undefined));
}

interface Authorities {
  readonly internet: Authority;
  readonly internal: Authority;
  readonly mesh: Authority;
  readonly edge: Authority;
}

async function makeAuthorities(folder: string): Promise<Authorities> {
  const [internet, internal, mesh, edge] = await Promise.all([
    Authority.create(folder, 'internet'),
    Authority.create(folder, 'internal'),
    Authority.create(folder, 'mesh-root'),
    Authority.create(folder, 'origin-pull'),
  ]);
  return { internet, internal, mesh, edge };
}

/** Values that a person puts into the store, as docs/production.md says. */
async function preset(store: Store, { mesh, edge }: Authorities): Promise<void> {
  const { certificate, key } = await mesh.intermediate('mesh-ca');
  store.set('mesh-ca', 'ca-cert', certificate);
  store.set('mesh-ca', 'ca-key', key);
  store.set('mesh-ca', 'root-cert', mesh.certificate);
  store.set('mesh-ca', 'cert-chain', `${certificate}${mesh.certificate}`);
  store.set('origin-pull-ca', 'ca', edge.certificate);
}

async function makeNode({ work, range, programs, servers }: WorldProps, cluster: Cluster, names: NodeProps['hosts'], trusted: string): Promise<NodeProps> {
  const roots = join(work, 'roots');
  mkdirSync(roots, { recursive: true });
  await mustRun('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', roots]);
  const tools = join(roots, 'iptables');
  mkdirSync(tools);
  for (const family of ['iptables', 'ip6tables'])
    for (const ending of ['', '-save', '-restore'])
      for (const name of [`${family}${ending}`, `${family}-legacy${ending}`])
        writeFileSync(join(tools, name), `#!/bin/sh\nexec '${programs.iptables}' ${family}${ending} "$@"\n`, { mode: 0o755 });
  return {
    cluster,
    servers,
    roots,
    logs: join(work, 'logs'),
    range,
    hosts: names,
    trusted,
    images: images(programs),
    interception: { agent: programs.pilotAgent, path: `${tools}:${process.env['PATH'] ?? ''}` },
  };
}

async function startPods(
  { cluster, say }: WorldProps,
  node: NodeProps,
  gateway: readonly KubeObject[],
): Promise<Pick<World, 'sessions' | 'proxies' | 'stranger'>> {
  const identity = keycloakObjects(cluster);
  await applyAll(node.cluster, [identity.service, identity.realm]);
  const own = (component: string) =>
    templateOf(generated(cluster, component), component === 'login-proxy' ? 'oauth2-proxy' : component === 'sessions' ? 'valkey' : component);
  const sessions = Promise.all(['valkey-0', 'valkey-1', 'valkey-2'].map((name) => startPod(node, own('sessions'), name)));
  const proxies = sessions.then(() => Promise.all(['oauth2-proxy-0', 'oauth2-proxy-1'].map((name) => startPod(node, own('login-proxy'), name))));
  const stranger = startPod(node, own('status'), 'status');
  await Promise.all([
    stranger,
    created(node.cluster, identity.pod).then((pod) => RunningPod.start(node, pod)),
    proxies.then(() => say('session store and login proxies are up')),
    startPod(node, templateOf(gateway, 'ingress'), 'ingress'),
    ...['console', 'api'].map((name) => startPod(node, own(name), name)),
    ...['prometheus', 'alertmanager'].map((name) => startPod(node, monitoring(cluster, name), name)),
  ]);
  return { sessions: await sessions, proxies: await proxies, stranger: await stranger };
}

/** A pod behind a Service of the monitoring, whose own pods are made by an operator. */
function monitoring(cluster: string, name: string): Template {
  const service = generated(cluster, name).find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const { selector, ports } = service?.['spec'] as {
    selector: Readonly<Record<string, string>>;
    ports: readonly { targetPort: number | string; port: number; name: string }[];
  };
  const container = (port: number) => ({
    name,
    image: 'example/monitoring',
    env: [{ name: 'PORT', value: String(port) }],
    ports: ports.map(({ targetPort, name: id, port: number }) => ({ name: typeof targetPort === 'string' ? targetPort : id, containerPort: number })),
    securityContext: {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    } as object,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: service?.metadata.namespace ?? '' },
    spec: { template: { metadata: { labels: selector }, spec: { serviceAccountName: name, containers: [container(ports[0]?.port ?? 0)] } } },
  };
}
