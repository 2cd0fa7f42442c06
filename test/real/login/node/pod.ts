/** Runs the containers of a pod as processes, as a kubelet would: in order, with their users, variables, volumes and probes. */
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { join } from 'node:path';
import type { Cluster } from '../../kubernetes/cluster';
import { mustRun, run, until, type Finished, type Servers } from '../../process';
import { addressOf, nodeAddress, type Image, type PodName } from '../mapping';
import { podNetwork, setKernel } from './network';
import { makeRoot, mountInto } from './root';
import type { Container, Pod, Probe } from './spec';
import { expanded, fillVolume, Values, variables, type Here } from './values';

export interface NodeProps {
  readonly cluster: Cluster;
  readonly servers: Servers;
  /** In memory. */
  readonly roots: string;
  readonly logs: string;
  /** Addresses of pods. */
  readonly range: string;
  readonly hosts: Readonly<Record<string, string>>;
  /** PEM of the authority of public names. */
  readonly trusted: string;
  readonly images: Readonly<Record<string, Image>>;
  /** Variables with which the program that sets up interception finds iptables. */
  readonly interception: { readonly agent: string; readonly path: string };
}

export interface RunOptions {
  /** Added to variables of every container. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where there is no network of its own. */
  readonly onNode?: boolean;
}

interface Running {
  readonly container: Container;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly root: string;
  child: ChildProcess | undefined;
}

/** A pod whose containers run. */
export class RunningPod {
  readonly #running = new Map<string, Running>();
  readonly #props: NodeProps;
  readonly #pod: Pod;
  readonly #prefix: readonly string[];
  readonly address: string;

  private constructor(props: NodeProps, pod: Pod, onNode: boolean) {
    this.#props = props;
    this.#pod = pod;
    this.address = onNode ? nodeAddress(props.range) : addressOf(pod.metadata.name as PodName, props.range);
    this.#prefix = onNode ? [] : ['ip', 'netns', 'exec', pod.metadata.name];
  }

  /** Starts everything; resolves when the probes of all containers say yes. */
  static async start(props: NodeProps, pod: Pod, { env = {}, onNode = false }: RunOptions = {}): Promise<RunningPod> {
    const self = new RunningPod(props, pod, onNode);
    await self.#state('False');
    if (!onNode) await self.#network();
    for (const container of pod.spec.initContainers ?? []) await self.#init(container, env);
    const [first, ...others] = await Promise.all(self.#runnable().map((container) => self.#prepare(container, env)));
    // `holdApplicationUntilProxyStarts`: the proxy is the first container, and the others wait for it.
    for (const running of [first, ...others]) {
      if (running === undefined) continue;
      self.#launch(running);
      if (running.container.name === 'istio-proxy') await self.#ready(running);
    }
    await Promise.all([...self.#running.values()].filter(({ child }) => child !== undefined).map((running) => self.#ready(running)));
    await self.#state('True');
    return self;
  }

  #runnable(): readonly Container[] {
    return this.#pod.spec.containers.filter(({ image }) => this.#props.images[imageName(image)] !== undefined);
  }

  async #network(): Promise<void> {
    const { range } = this.#props;
    const name = this.#pod.metadata.name as PodName;
    await podNetwork(name, range, nodeAddress(range));
    for (const { name: key, value } of this.#pod.spec.securityContext?.sysctls ?? []) await setKernel(name, key, value);
  }

  async #init(container: Container, env: Readonly<Record<string, string>>): Promise<void> {
    if (container.name === 'istio-validation') return this.#intercept(container);
    const running = await this.#prepare(container, env);
    if (container.restartPolicy === 'Always') {
      this.#launch(running);
      return this.#ready(running);
    }
    const { code, stdout, stderr } = await this.#execute(running, running.command);
    if (code !== 0) throw new Error(`${this.#pod.metadata.name}: ${container.name} ended with ${code}: ${stdout}${stderr}`);
  }

  /** The rules that the node's istio-cni would make; the container itself would only check them. */
  async #intercept({ args = [] }: Container): Promise<void> {
    const { agent, path } = this.#props.interception;
    const rules = args.filter((arg) => !['--run-validation', '--skip-rule-apply'].includes(arg));
    await mustRun(this.#prefix[0] ?? '', [...this.#prefix.slice(1), 'env', `PATH=${path}`, agent, ...rules]);
  }

  async #prepare(container: Container, more: Readonly<Record<string, string>>): Promise<Running> {
    const { cluster, roots, range, hosts, images, trusted } = this.#props;
    const { name, namespace = '' } = this.#pod.metadata;
    const image = images[imageName(container.image)];
    if (image === undefined) throw new Error(`${name}: nothing here stands for image ${container.image}`);
    const folder = join(roots, name);
    const values = new Values(cluster, namespace);
    const here: Here = { address: this.address, node: nodeAddress(range) };
    const root = await makeRoot({ folder: join(folder, container.name), hosts: { ...hosts, [name]: this.address }, trusted, ...image });
    for (const { name: volume, mountPath } of container.volumeMounts ?? []) {
      const spec = this.#pod.spec.volumes?.find((each) => each.name === volume);
      // Nobody here talks to the API server with the account of a pod but istiod, which has a kubeconfig.
      if (spec === undefined || volume.startsWith('kube-api-access')) continue;
      const source = join(folder, 'volumes', volume);
      await fillVolume(source, spec, this.#pod, values, here);
      await mountInto(root, mountPath, source);
    }
    const env = { ...(await variables(this.#pod, container, values, here)), ...more };
    const words = [...(container.command ?? image.entrypoint), ...(container.args ?? [])].map((word) => expanded(word, env));
    const running: Running = { container, command: words, env, root, child: undefined };
    this.#running.set(container.name, running);
    return running;
  }

  /** The words before a container's own that put it into its network, root and user. */
  #into({ container, root }: Running): readonly string[] {
    const pod = this.#pod.spec.securityContext;
    const image = this.#props.images[imageName(container.image)];
    const user = container.securityContext?.runAsUser ?? pod?.runAsUser ?? image?.user ?? 0;
    const group = container.securityContext?.runAsGroup ?? pod?.runAsGroup ?? user;
    return [...this.#prefix, 'chroot', `--userspec=${user}:${group}`, `--groups=${pod?.fsGroup ?? group}`, root];
  }

  #launch(running: Running): void {
    mkdirSync(this.#props.logs, { recursive: true });
    const log = join(this.#props.logs, `${this.#pod.metadata.name}.${running.container.name}.log`);
    // A file: proxies open /dev/stdout a second time, which a socket does not allow.
    appendFileSync(log, '');
    chmodSync(log, 0o666);
    running.child = this.#props.servers.start('sh', ['-c', 'exec "$@" >> "$0" 2>&1', log, ...this.#into(running), ...running.command], `${log}.start`, {
      env: running.env,
      bare: true,
    });
  }

  #execute(running: Running, command: readonly string[]): Promise<Finished> {
    const [program = '', ...args] = [...this.#into(running), ...command];
    return run(program, args, { env: running.env });
  }

  /** Runs a command in a container. */
  exec(container: string, command: readonly string[]): Promise<Finished> {
    return this.#execute(this.#of(container), command);
  }

  #of(container: string): Running {
    const found = this.#running.get(container);
    if (found === undefined) throw new Error(`${this.#pod.metadata.name} has no container ${container}`);
    return found;
  }

  async #ready(running: Running): Promise<void> {
    const { readinessProbe, name } = running.container;
    await until(`${this.#pod.metadata.name}: ${name} is ready`, 600, async () => {
      if (running.child === undefined || ended(running.child))
        throw new Error(`${this.#pod.metadata.name}: ${name} ended with ${running.child?.exitCode}, see ${this.#props.logs}`);
      return readinessProbe === undefined || (await this.#answers(running, readinessProbe)) ? true : undefined;
    });
  }

  async #answers(running: Running, { httpGet: asked, exec }: Probe): Promise<boolean> {
    if (exec !== undefined) return (await this.#execute(running, exec.command)).code === 0;
    if (asked === undefined) return true;
    const port = typeof asked.port === 'number' ? asked.port : running.container.ports?.find(({ name }) => name === asked.port)?.containerPort;
    const status = await statusOf(`${asked.scheme === 'HTTPS' ? 'https' : 'http'}://${this.address}:${port}${asked.path}`);
    return status >= 200 && status < 400;
  }

  /** As a crash: no time to say goodbye. */
  async kill(...containers: readonly string[]): Promise<void> {
    for (const each of containers) {
      const { child } = this.#of(each);
      if (child === undefined || ended(child)) continue;
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
    }
  }

  /** Starts containers again in the same pod, with other variables if given. */
  async restart(containers: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.kill(...containers);
    for (const each of containers) {
      const running = this.#of(each);
      const again = { ...running, env: { ...running.env, ...env } };
      this.#running.set(each, again);
      this.#launch(again);
      await this.#ready(again);
    }
  }

  /** What the kubelet tells the API server, and with it endpoints and istiod. */
  async #state(ready: 'True' | 'False'): Promise<void> {
    const { name, namespace = '' } = this.#pod.metadata;
    const condition = (type: string) => ({ type, status: ready, lastTransitionTime: new Date().toISOString() });
    const status = {
      phase: 'Running',
      podIP: this.address,
      podIPs: [{ ip: this.address }],
      hostIP: nodeAddress(this.#props.range),
      conditions: [condition('Ready'), condition('ContainersReady')],
    };
    const { code, stderr } = await this.#props.cluster.kubectl([
      '-n',
      namespace,
      'patch',
      'pod',
      name,
      '--subresource=status',
      '--type=merge',
      '-p',
      JSON.stringify({ status }),
    ]);
    if (code !== 0) throw new Error(stderr);
  }
}

/** As the kubelet asks: it follows nothing, and believes every certificate. 0 where nobody answers. */
const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const get = url.startsWith('https:') ? httpsGet : httpGet;
    const sent = get(url, { rejectUnauthorized: false, timeout: 3000, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
  });

/** By itself or by a signal. */
const ended = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** quay.io/keycloak/keycloak:26 -> keycloak */
const imageName = (image: string): string => (image.split('/').at(-1) ?? '').replace(/[:@].*$/, '');
