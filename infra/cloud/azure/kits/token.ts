/** Tokens of Kubernetes service accounts, as Entra accepts them. */
import { PlatformError } from '../../../../lib/model';
import type { IdentitySpec } from '../../../../lib/names';

/** Audience that workload identity asks its tokens for. */
export const tokenAudience = 'api://AzureADTokenExchange';
export const tokenSubject = ({ namespace, serviceAccount }: Pick<IdentitySpec, 'namespace' | 'serviceAccount'>): string =>
  `system:serviceaccount:${namespace}:${serviceAccount}`;

/** Entra takes no more federated credentials for one identity. */
const credentialLimit = 20;

/** @throws PlatformError names/rule when an identity would need more credentials than Entra takes */
export function withinCredentialLimit(identity: string, count: number): void {
  if (count <= credentialLimit) return;
  throw new PlatformError({
    code: 'names/rule',
    message: `identity '${identity}' would need ${count} federated credentials; Entra takes ${credentialLimit}`,
    fix: 'Share out its service accounts among more identities of the name contract.',
  });
}
