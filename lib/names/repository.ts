/** The git repository as the clusters read it: for those who open the way to it. */
import { choose, type Platform, type RepositoryAccess } from '../model';

export interface ReadRepository {
  readonly url: string;
  readonly access: RepositoryAccess;
}

/** Undefined where no cluster reads it: the delivery comes from outside. */
export const readRepository = ({ delivery }: Pick<Platform, 'delivery'>): ReadRepository | undefined =>
  choose<Platform['delivery'], ReadRepository | undefined>(delivery, {
    helm: () => undefined,
    argocd: ({ repository, access }) => ({ url: repository, access }),
    flux: ({ repository, access }) => ({ url: repository, access }),
  });
