/** Aspect `delivery`: how what is in git reaches the clusters. */
import { z } from 'zod';
import { text } from './fields';

const repository = text({
  pattern: /^(https:\/\/|ssh:\/\/git@)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?(:[1-9]\d{0,4})?(\/[\w-][\w.-]*){1,10}$/,
  allowed: 'an https:// or ssh://git@ URL of a git repository, without credentials',
  example: 'https://github.com/acme/dbaas-platform',
  max: 300,
}).describe('Repository that holds this platform.yaml and dist/.');
const branch = text({ pattern: /^(?!refs\/)(?!.*\.\.)(?!.*\/\/)\w([\w./-]{0,98}\w)?$/, allowed: 'the name of a branch, without refs/heads/', example: 'main' })
  .default('main')
  .describe('Branch that the clusters follow.');
const path = text({
  pattern: /^(?!\/)(?!(.*\/)?\.{1,2}(\/|$))(?!.*\/\/)[\w./-]{0,199}[\w.-]$/,
  allowed: 'a relative folder without .. and without a slash at its ends',
  example: 'dist',
})
  .default('dist')
  .describe('Folder of the generated output inside the repository.');

const accesses = ['public', 'github-app', 'ssh-key', 'token'] as const;
/** How a controller reads the repository. */
export type RepositoryAccess = (typeof accesses)[number];

export const deliveryOptions = {
  argocd: z.strictObject({
    use: z.literal('argocd').describe('Argo CD with ApplicationSets.'),
    repository,
    branch,
    path,
    access: z.enum(accesses).default('github-app').describe('How Argo CD reads the repository; credentials come from the secret store.'),
    topology: z
      .enum(['per-cluster', 'hub'])
      .default('per-cluster')
      .describe(
        'per-cluster: each cluster runs its own Argo CD, so either may die. hub: the first cluster delivers to both, with administrator rights in the other one through its private API server: refused with every cloud option so far.',
      ),
  }),
  flux: z.strictObject({
    use: z.literal('flux').describe('Flux in each cluster, with one Kustomization per component.'),
    repository,
    branch,
    path,
    access: z
      .enum(accesses)
      .default('github-app')
      .describe('How Flux reads the repository; credentials come from the secret store. ssh-key also needs the host keys of the server there.'),
  }),
  helm: z.strictObject({
    use: z
      .literal('helm')
      .describe('Helm and kubectl in the hands of a person: charts, a plan and a program that applies them layer by layer. No cluster reads git.'),
    repository,
    branch,
    path,
  }),
} as const;

export const deliverySchema = z.discriminatedUnion('use', [deliveryOptions.argocd, deliveryOptions.flux, deliveryOptions.helm]);
export const deliveryIds = ['helm', 'flux', 'argocd'] as const;
