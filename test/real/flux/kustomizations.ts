/** What kustomize-controller says of its Kustomizations. */
import type { Api, ApiObject } from '../argocd/api';
import { until } from '../process';

export interface Kustomization extends ApiObject {
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
  };
}

export class Kustomizations {
  constructor(private readonly api: Api) {}

  path = (name = '', namespace = 'flux-system'): string => `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations/${name}`;

  get = (name: string): Promise<Kustomization | undefined> => this.api.get<Kustomization>(this.path(name));

  async ready(name: string): Promise<{ readonly status: string; readonly reason: string; readonly message: string }> {
    const found = (await this.get(name))?.status?.conditions?.find(({ type }) => type === 'Ready');
    return found ?? { status: 'Unknown', reason: 'None', message: 'no status' };
  }

  /** Problems of those that are not ready in time. */
  async allReady(names: readonly string[], seconds: number): Promise<readonly string[]> {
    let open: readonly string[] = names;
    return until('Kustomizations are ready', seconds, async () => {
      const states = await Promise.all(names.map(async (name) => ({ name, ...(await this.ready(name)) })));
      open = states.filter(({ status }) => status !== 'True').map(({ name, reason, message }) => `${name}: ${reason} ${message}`);
      return open.length === 0 ? true : undefined;
    }).then(
      () => [],
      () => open,
    );
  }

  /** As a person who does not wait for the interval. */
  async lookAgain(name: string): Promise<void> {
    await this.api.patch(this.path(name), { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() } } });
  }
}
