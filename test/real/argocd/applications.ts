/** Applications as their controller leaves them, kept by a watch: asking for all of them again and again would keep an API server busy. */
import type { Api, ApiObject } from './api';

export interface Application extends ApiObject {
  readonly spec: { readonly project: string };
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string; readonly revisions?: readonly string[] };
    readonly health?: { readonly status: string; readonly message?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly ResourceStatus[];
    readonly operationState?: { readonly phase: string; readonly message?: string; readonly startedAt: string; readonly finishedAt?: string };
    readonly history?: readonly { readonly deployedAt: string; readonly deployStartedAt: string }[];
    readonly reconciledAt?: string;
  };
}

export interface ResourceStatus {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly status?: string;
  readonly health?: { readonly status: string; readonly message?: string };
}

export const applicationsPath = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
export const applicationSetsPath = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applicationsets';

export class Applications {
  readonly #known = new Map<string, Application>();

  constructor(private readonly api: Api) {
    api.watch<Application>(applicationsPath, ({ type, object }) => {
      if (type === 'DELETED') this.#known.delete(object.metadata.name);
      else this.#keep(object);
    });
  }

  all(): readonly Application[] {
    return [...this.#known.values()];
  }

  get(name: string): Application | undefined {
    return this.#known.get(name);
  }

  /** Asks for a look at git, as a webhook or `argocd app get --refresh` does. From then on the answer is known to be older than the wish. */
  async refresh(name: string, how: 'normal' | 'hard'): Promise<void> {
    const { status, body } = await this.api.patch(`${applicationsPath}/${name}`, { metadata: { annotations: { [refreshAnnotation]: how } } });
    if (status === 200) this.#keep(JSON.parse(body) as Application);
  }

  /**
   * Has those look at git that have not for a while. One whose needs came after its last look, or whose controller missed an event of a busy
   * API server, waits for the next look: in production three minutes, here some seconds.
   */
  async nudge(waiting: readonly Application[]): Promise<void> {
    const idle = waiting.filter((each) => !refreshing(each) && Date.now() - Date.parse(each.status?.reconciledAt ?? '') > patience);
    for (const { metadata } of idle) await this.refresh(metadata.name, 'normal');
  }

  /** The watch may be behind what an answer has already said. */
  #keep(object: Application): void {
    const { name, resourceVersion } = object.metadata;
    if (Number(this.#known.get(name)?.metadata.resourceVersion ?? 0) <= Number(resourceVersion)) this.#known.set(name, object);
  }
}

/** Milliseconds that stand for the three minutes between two looks at git. */
const patience = 15_000;

const refreshAnnotation = 'argocd.argoproj.io/refresh';

/** Has been asked to look at git and has not yet. */
export const refreshing = ({ metadata: { annotations = {} } }: Application): boolean => annotations[refreshAnnotation] !== undefined;

export const good = ({ status }: Application): boolean => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy';

/** One line on what is wrong with it. */
export function said({ metadata: { name }, status }: Application): string {
  const resources = (status?.resources ?? []).filter((each) => each.status !== 'Synced').map((each) => `${each.kind} ${each.name} ${each.status}`);
  const words = [
    status?.sync?.status ?? 'no status',
    status?.health?.status ?? 'no health',
    status?.health?.message ?? '',
    ...(status?.conditions ?? []).map(({ message }) => message),
    status?.operationState?.phase === 'Succeeded' ? '' : (status?.operationState?.message ?? ''),
    resources.slice(0, 5).join(', '),
  ];
  return `${name}: ${words.filter((word) => word !== '').join('; ')}`;
}
