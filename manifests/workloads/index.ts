/** What the platform serves besides its own UIs: one component per workload of platform.yaml. */
import type { Component, ComponentIntents } from '../../lib/components';
import type { Platform, Workload } from '../../lib/model';
import type { Context, Factory } from '../context';
import { workloadObjects } from './objects';
import { workloadRules } from './rules';

/** Factories for every workload, by its place in the list: each reads its own entry only. */
export const workloadFactories = ({ workloads }: Pick<Platform, 'workloads'>): readonly Factory[] =>
  workloads.map((_, index) => (context) => workloadComponent(context, index));

function workloadComponent(context: Context, index: number): Component | undefined {
  const workload = context.platform.workloads[index];
  if (!workload || (workload.clusters && !workload.clusters.includes(context.cluster.name))) return undefined;
  return {
    name: workload.name,
    summary: `Workload ${workload.name}, ${accessText[workload.access.kind]}.`,
    namespace: workload.name,
    needs: ['namespaces', 'admission-policies', 'priority-classes'],
    after: ['mesh-policy', 'mesh-network', 'node-autoscaling'],
    provides: [],
    tier: 'workload',
    content: { kind: 'manifests', build: (chart) => workloadObjects(chart, workload) },
    intents: intents(workload),
  };
}

const accessText = { public: 'public', login: 'for people after login', token: 'for programs with a token' } as const;

const intents = (workload: Workload): ComponentIntents => ({
  namespaces: [{ name: workload.name, podSecurity: 'restricted', mesh: true, quota: quota(workload) }],
  endpoints: [
    {
      id: workload.name,
      title: workload.name,
      host: workload.host,
      service: { namespace: workload.name, name: workload.name, port: 80, targetPort: workload.port, pods: { 'app.kubernetes.io/name': workload.name } },
      access: workload.access,
    },
  ],
  ...(workload.access.kind === 'token' ? { oidcClients: [audience(workload, workload.access)] } : {}),
  ...workloadRules(workload),
});

/** The client that stands for an API: it asks for no tokens, it is what tokens are for. */
const audience = ({ name }: Workload, access: Extract<Workload['access'], { kind: 'token' }>) => ({
  clientId: access.audience,
  title: name,
  kind: 'audience' as const,
  redirectUris: [],
  roles: [],
  permissions: access.permissions.map((permission) => permission.name),
});

/** Room for the largest number of pods, one more during a rollout, and their sidecars. */
function quota({ replicas: { max }, resources: { cpu, memory } }: Workload) {
  const pods = max + Math.ceil(max / 4) + 1;
  return { pods, cpu: `${Math.ceil((pods * (millicores(cpu) + 100)) / 1000)}`, memory: `${pods * (mebibytes(memory) + 256)}Mi` };
}

const millicores = (cpu: string): number => (cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000);
const mebibytes = (memory: string): number => Number(memory.slice(0, -2)) * (memory.endsWith('Gi') ? 1024 : 1);
