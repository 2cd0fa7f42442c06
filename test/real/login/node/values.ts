/** Variables and volumes of containers: what a kubelet fills in. */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster } from '../../kubernetes/cluster';
import type { Container, Pod, Source, Variable, Volume } from './spec';

type Data = Readonly<Record<string, Buffer>> | undefined;

/** Reads the Secrets and ConfigMaps of a namespace, each once: nobody changes them during a run. */
export class Values {
  static readonly #known = new Map<string, Promise<Data>>();
  readonly #cluster: Cluster;
  readonly #namespace: string;

  constructor(cluster: Cluster, namespace: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
  }

  /** Content by key; undefined if there is no such object. */
  data(kind: 'secret' | 'configmap', name: string): Promise<Data> {
    const key = `${this.#namespace}/${kind}/${name}`;
    const known = Values.#known.get(key) ?? this.#read(kind, name);
    Values.#known.set(key, known);
    return known;
  }

  async #read(kind: 'secret' | 'configmap', name: string): Promise<Data> {
    const { code, stdout } = await this.#cluster.kubectl(['-n', this.#namespace, 'get', kind, name, '-o', 'json']);
    if (code !== 0) return undefined;
    const { data = {} } = JSON.parse(stdout) as { data?: Readonly<Record<string, string>> };
    return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, kind === 'secret' ? 'base64' : 'utf8')]));
  }

  /** A token for a service account, from the API server itself. */
  async token(serviceAccount: string, audience: string | undefined): Promise<string> {
    const { code, stdout, stderr } = await this.#cluster.kubectl([
      ...['-n', this.#namespace, 'create', 'token', serviceAccount],
      ...(audience === undefined ? [] : ['--audience', audience]),
    ]);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  }
}

export interface Here {
  readonly address: string;
  readonly node: string;
}

/** Variables of a container, with references to each other in place. */
export async function variables(pod: Pod, container: Container, values: Values, here: Here): Promise<Record<string, string>> {
  const found: Record<string, string> = { HOSTNAME: pod.metadata.name, PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/tmp' };
  for (const variable of container.env ?? []) found[variable.name] = expanded(await value(variable, pod, container, values, here), found);
  return found;
}

export const expanded = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(/\$\(([A-Z0-9_]+)\)/g, (whole, name: string) => known[name] ?? whole);

async function value({ name, value: text = '', valueFrom }: Variable, pod: Pod, container: Container, values: Values, here: Here): Promise<string> {
  if (valueFrom === undefined) return text;
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  const reference = secretKeyRef ?? configMapKeyRef;
  if (reference !== undefined) {
    const content = (await values.data(secretKeyRef ? 'secret' : 'configmap', reference.name))?.[reference.key];
    if (content === undefined) throw new Error(`${pod.metadata.name}: variable ${name} wants key ${reference.key} of ${reference.name}, which is not there`);
    return content.toString();
  }
  if (fieldRef !== undefined) return field(pod, fieldRef.fieldPath, here);
  return quantity(container.resources?.limits?.[resourceFieldRef?.resource.replace('limits.', '') ?? ''] ?? '2');
}

const units: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };
/** Bytes, or whole processors. */
function quantity(text: string): string {
  const [, amount = '', unit = ''] = /^([\d.]+)(\D*)$/.exec(text) ?? [];
  return String(Math.ceil(unit === 'm' ? Number(amount) / 1000 : Number(amount) * (units[unit] ?? 1)));
}

function field(pod: Pod, path: string, { address, node }: Here): string {
  const { name, namespace = '', labels = {}, annotations = {} } = pod.metadata as Pod['metadata'] & { annotations?: Readonly<Record<string, string>> };
  const lines = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
      .join('\n');
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'metadata.labels': lines(labels),
    'metadata.annotations': lines(annotations),
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? 'default',
    'spec.nodeName': 'node',
    'status.podIP': address,
    'status.hostIP': node,
  };
  const found = fields[path];
  if (found === undefined) throw new Error(`${name}: nobody fills in field ${path}`);
  return found;
}

/** Fills the folder of a volume. */
export async function fillVolume(folder: string, volume: Volume, pod: Pod, values: Values, here: Here): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const group = pod.spec.securityContext?.fsGroup ?? 1337;
  for (const source of volume.projected?.sources ?? [volume]) {
    for (const [path, content] of Object.entries(await sourceFiles(source, pod, values, here))) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      chownSync(file, 0, group);
      chmodSync(file, 0o644);
    }
  }
  chownSync(folder, 0, group);
  chmodSync(folder, 0o2777);
}

async function sourceFiles(source: Source, pod: Pod, values: Values, here: Here): Promise<Readonly<Record<string, Buffer | string>>> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  const from = configMap ?? secret;
  if (from !== undefined) {
    const name = configMap?.name ?? secret?.secretName ?? secret?.name ?? '';
    const data = await values.data(configMap ? 'configmap' : 'secret', name);
    if (data === undefined && from.optional !== true) throw new Error(`${pod.metadata.name}: ${name} is not there to be mounted`);
    if (from.items === undefined) return data ?? {};
    return Object.fromEntries(from.items.flatMap(({ key, path }) => (data?.[key] === undefined ? [] : [[path, data[key]]])));
  }
  if (serviceAccountToken !== undefined)
    return { [serviceAccountToken.path]: await values.token(pod.spec.serviceAccountName ?? 'default', serviceAccountToken.audience) };
  return Object.fromEntries((downwardAPI?.items ?? []).map(({ path, fieldRef }) => [path, field(pod, fieldRef?.fieldPath ?? '', here)]));
}
