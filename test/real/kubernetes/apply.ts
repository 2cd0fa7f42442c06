/** Server-side apply as Argo CD does it, and what the API server said to it. */
import type { KubeObject } from '../../../lib/components';
import { until } from '../process';
import type { Cluster } from './cluster';

/** Whose rights and whose name the delivery applies with: admission policies see it, as in production. */
export const delivery = 'system:serviceaccount:argocd:argocd-application-controller';
/** A person with all rights but those of `system:masters`, whom admission policies leave alone. */
export const engineer = 'platform-engineer';

export interface LiveObject extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly resourceVersion: string; readonly generation?: number };
}

export interface Applied {
  readonly objects: readonly LiveObject[];
  /** Errors and warnings, a line each. */
  readonly problems: readonly string[];
}

export interface ApplyProps {
  readonly as?: string;
  readonly input?: string;
}

/** Applies files, addresses or, as '-', the input. A refusal hides what else was accepted, so then each goes alone. */
export async function apply(cluster: Cluster, files: readonly string[], props: ApplyProps = {}): Promise<Applied> {
  const together = await applyTogether(cluster, files, props);
  if (together.complete || files.length === 1) return together;
  const alone: Applied[] = [];
  for (const file of files) alone.push(await applyTogether(cluster, [file], props));
  return { objects: alone.flatMap(({ objects }) => objects), problems: alone.flatMap(({ problems }) => problems) };
}

async function applyTogether(cluster: Cluster, files: readonly string[], { as, input }: ApplyProps): Promise<Applied & { readonly complete: boolean }> {
  const { code, stdout, stderr } = await cluster.kubectl(
    ['apply', '--server-side', '--field-manager', 'argocd-controller', '-o', 'json', ...files.flatMap((file) => ['-f', file])],
    {
      ...(as === undefined ? {} : { as }),
      ...(input === undefined ? {} : { input }),
    },
  );
  const problems = stderr.split('\n').filter((line) => line.trim() !== '');
  return { complete: code === 0, objects: objectsOf(stdout), problems: code !== 0 && problems.length === 0 ? [`kubectl ended with ${code}`] : problems };
}

export function objectsOf(json: string): readonly LiveObject[] {
  if (json.trim() === '') return [];
  const answer = JSON.parse(json) as LiveObject & { readonly items?: readonly LiveObject[] };
  return answer.kind === 'List' ? (answer.items ?? []) : [answer];
}

export const idOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): string =>
  `${apiVersion}/${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** Waits until the API server serves every definition that it holds; names those that it does not. */
export async function served(cluster: Cluster): Promise<readonly string[]> {
  const states = '{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Established")].status}{"\\n"}{end}';
  let unserved: readonly string[] = [];
  const all = until('definitions are served', 60, async () => {
    const { code, stdout } = await cluster.kubectl(['get', 'crd', '-o', `jsonpath=${states}`]);
    unserved = stdout.split('\n').filter((line) => line !== '' && !line.endsWith(' True'));
    return code === 0 && unserved.length === 0 ? true : undefined;
  });
  return all.then(
    () => [],
    (cause: unknown) => [String(cause), ...unserved],
  );
}

/** Rights of the two identities. */
export async function admit(cluster: Cluster): Promise<void> {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'real-parts' },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'real-parts' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'real-parts' },
    subjects: [
      { kind: 'ServiceAccount', name: 'argocd-application-controller', namespace: 'argocd' },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: engineer },
    ],
  };
  const { problems } = await apply(cluster, ['-'], { input: listOf([role, binding]) });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

export const listOf = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
