/** Applications as their controller leaves them. */
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

export const applications = (api: Api): Promise<readonly Application[]> => api.list<Application>(applicationsPath);

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
