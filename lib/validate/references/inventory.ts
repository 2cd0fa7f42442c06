/** What exists in a cluster once everything is applied: names, pods and Services. */
import type { Labels, MadeName, MadePods, MadeService, Port } from './world';

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export const portNumber = (port: Port): number => (typeof port === 'number' ? port : port[1]);
const hasPort = (ports: readonly Port[] | undefined, wanted: string | number): boolean =>
  ports === undefined || ports.some((port) => (typeof wanted === 'number' ? portNumber(port) === wanted : typeof port !== 'number' && port[0] === wanted));

export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every((expression) => holds(expression, labels));
}

function holds({ key, operator, values = [] }: NonNullable<Selector['matchExpressions']>[number], labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

export class Inventory {
  /** @param comeAndGo labels of what may be absent */
  constructor(private readonly comeAndGo: readonly string[] = []) {}

  readonly #names = new Map<string, MadeName>();
  readonly #pods = new Map<string, MadePods[]>();
  readonly #services = new Map<string, MadeService>();
  readonly #namespaces = new Map<string, Labels>();

  addName(made: MadeName): void {
    this.#names.set(`${made.kind} ${made.namespace ?? ''}/${made.name}`, made);
  }
  addNamespace(name: string, labels: Labels): void {
    this.#namespaces.set(name, { ...labels, 'kubernetes.io/metadata.name': name });
    this.addName({ kind: 'Namespace', name });
  }
  addPods(made: MadePods): void {
    const there = this.#pods.get(made.namespace);
    if (there) there.push(made);
    else this.#pods.set(made.namespace, [made]);
  }
  addService(made: MadeService): void {
    this.#services.set(`${made.namespace}/${made.name}`, made);
    this.addName({ kind: 'Service', namespace: made.namespace, name: made.name });
  }

  /** Whether nothing need be there that these labels select. */
  mayBeAbsent({ matchLabels = {}, matchExpressions = [] }: Selector): boolean {
    return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].some((key) => this.comeAndGo.includes(key));
  }

  /** The object of that name in the namespace, or of the whole cluster. */
  name(kind: string, namespace: string | undefined, name: string): MadeName | undefined {
    return this.#names.get(`${kind} ${namespace ?? ''}/${name}`) ?? this.#names.get(`${kind} /${name}`);
  }
  service(namespace: string, name: string): MadeService | undefined {
    return this.#services.get(`${namespace}/${name}`);
  }
  namespaceLabels(name: string): Labels | undefined {
    return this.#namespaces.get(name);
  }
  /** Namespaces with these labels. */
  namespaces(selector: Selector): readonly string[] {
    return [...this.#namespaces].filter(([, labels]) => selects(selector, labels)).map(([name]) => name);
  }
  pods(namespaces: readonly string[], selector: Selector): readonly MadePods[] {
    return namespaces.flatMap((namespace) => (this.#pods.get(namespace) ?? []).filter(({ labels }) => selects(selector, labels)));
  }
  services(namespaces: readonly string[], selector: Selector): readonly MadeService[] {
    return [...this.#services.values()].filter(({ namespace, labels = {} }) => namespaces.includes(namespace) && selects(selector, labels));
  }

  /** Whether one of these listens on the port. */
  static listens(of: readonly { readonly ports?: readonly Port[] }[], port: string | number): boolean {
    return of.some(({ ports }) => hasPort(ports, port));
  }
}
