/** From connections to rules: for each set of pods that receives, which ports are open and for whom. */
import { isMember, type Mesh, type MeshFlow } from '../mesh';

/** Who may call a port. `anyone`: callers without a certificate of the mesh; the network policy alone limits them. */
export interface Callers {
  readonly principals: readonly string[];
  readonly namespaces: readonly string[];
  readonly anyone: boolean;
}
export interface PortRule extends Callers {
  readonly ports: readonly number[];
}
export interface Receiver {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods; empty: every pod of the namespace. */
  readonly pods: Readonly<Record<string, string>>;
  readonly rules: readonly PortRule[];
  /** Ports that somebody outside the mesh calls. */
  readonly plaintextPorts: readonly number[];
  readonly why: readonly string[];
}

export function receivers(flows: readonly MeshFlow[], mesh: Mesh): readonly Receiver[] {
  const groups = new Map<string, MeshFlow[]>();
  for (const flow of flows) {
    const key = `${flow.to.namespace} ${labelsKey(flow.to.pods)}`;
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  return [...groups.values()].map((group) => receiver(group, mesh)).sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

function receiver(group: readonly MeshFlow[], mesh: Mesh): Receiver {
  const to = group[0]?.to ?? { namespace: '' };
  const ports = [...new Set(group.flatMap((flow) => flow.ports.map(({ port }) => port)))].sort((a, b) => a - b);
  const byPort = ports.map((port) => ({
    port,
    callers: callers(
      group.filter((flow) => flow.ports.some((other) => other.port === port)),
      mesh,
    ),
  }));
  return {
    name: podsName(to.pods ?? {}),
    namespace: to.namespace,
    pods: to.pods ?? {},
    rules: merged(byPort),
    plaintextPorts: byPort.filter(({ callers: { anyone } }) => anyone).map(({ port }) => port),
    why: [...new Set(group.map((flow) => `${flow.ports.map(({ port }) => port).join(', ')}: ${flow.why}`))].sort(),
  };
}

function callers(flows: readonly MeshFlow[], mesh: Mesh): Callers {
  const members = flows.flatMap(({ from }) => (isMember(from, mesh) ? [from] : []));
  return {
    principals: unique(
      members.flatMap(({ namespace, serviceAccount }) => (serviceAccount === undefined ? [] : [`${mesh.trustDomain}/ns/${namespace}/sa/${serviceAccount}`])),
    ),
    namespaces: unique(members.flatMap(({ namespace, serviceAccount }) => (serviceAccount === undefined ? [namespace] : []))),
    anyone: members.length < flows.length,
  };
}

/** Ports with the same callers share one rule. */
function merged(byPort: readonly { readonly port: number; readonly callers: Callers }[]): readonly PortRule[] {
  const rules = new Map<string, PortRule>();
  for (const { port, callers: who } of byPort) {
    const key = JSON.stringify(who);
    rules.set(key, { ...who, ports: [...(rules.get(key)?.ports ?? []), port] });
  }
  return [...rules.values()];
}

/** The label that people know the pods by; all of them where that is not enough. */
function podsName(pods: Readonly<Record<string, string>>): string {
  const values =
    Object.keys(pods).length === 0
      ? ['all-pods']
      : [
          ...new Set(
            Object.entries(pods)
              .sort(([a], [b]) => compare(a, b))
              .map(([, value]) => value),
          ),
        ];
  return values
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 200);
}

const labelsKey = (pods: Readonly<Record<string, string>> = {}): string => JSON.stringify(Object.entries(pods).sort(([a], [b]) => compare(a, b)));
const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
