/** What kustomize-controller says of its Kustomizations. */
import type { Api, ApiObject } from '../argocd/api';
import { until, type Servers } from '../process';

export interface Kustomization extends ApiObject {
  readonly status?: {
    readonly lastAppliedRevision?: string;
    /** The request that was answered last. */
    readonly lastHandledReconcileAt?: string;
    readonly inventory?: { readonly entries: readonly { readonly id: string; readonly v: string }[] };
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
  };
}

export interface Ready {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Seconds in which something must have happened, on a machine that has a lot else to do. */
const patience = 900;

/** No problem once it is seen; otherwise the last of what `ask` said, or why it could not be asked. */
export const within = async (what: string, ask: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  let open: readonly string[] = [];
  return until(what, patience, async () => ((open = await ask()).length === 0 ? true : undefined)).then(
    () => [],
    (cause: unknown) => [String(cause), ...open],
  );
};

export class Kustomizations {
  constructor(
    private readonly api: Api,
    private readonly servers: Servers,
  ) {}

  path = (name = '', namespace = 'flux-system'): string => `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations/${name}`;

  /** @throws Error if a program of this run has ended */
  get(name: string): Promise<Kustomization | undefined> {
    this.servers.mustRun();
    return this.api.get<Kustomization>(this.path(name));
  }

  async ready(name: string): Promise<Ready> {
    return readyOf(await this.get(name));
  }

  /** Problems of those that are not ready in time: at `revision`, if one is named. */
  allReady(names: readonly string[], revision?: string): Promise<readonly string[]> {
    return this.#all(names, 'are ready', ({ status }) => revision === undefined || status?.lastAppliedRevision === revision);
  }

  /** As a person who does not wait for the interval. Problems of those that have not looked in time, or are not ready since. */
  async lookAgain(names: readonly string[]): Promise<readonly string[]> {
    const requests = new Map<string, string>();
    for (const name of names) requests.set(name, await this.request(name));
    return this.#all(names, 'have looked again', ({ metadata, status }) => status?.lastHandledReconcileAt === requests.get(metadata.name));
  }

  /** The request that its status will name. */
  async request(name: string): Promise<string> {
    const requestedAt = new Date().toISOString();
    const { status, body } = await this.api.patch(this.path(name), { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': requestedAt } } });
    if (status !== 200) throw new Error(`request of Kustomization ${name}: ${status} ${body}`);
    return requestedAt;
  }

  #all(names: readonly string[], what: string, is: (kustomization: Kustomization) => boolean): Promise<readonly string[]> {
    return within(`Kustomizations ${what}`, async () => {
      const all = await Promise.all(names.map(async (name) => ({ name, found: await this.get(name) })));
      return all.flatMap(({ name, found }) => {
        const { status, reason, message } = readyOf(found);
        return status === 'True' && found !== undefined && is(found) ? [] : [`${name}: ${reason} ${message}`];
      });
    });
  }
}

const readyOf = (found: Kustomization | undefined): Ready =>
  found?.status?.conditions?.find(({ type }) => type === 'Ready') ?? { status: 'Unknown', reason: 'None', message: 'no status' };
