/** Aspect `delivery`: how what is in git reaches the clusters. */
import { z } from 'zod';

const repository = z
  .string()
  .regex(/^(https:\/\/|ssh:\/\/git@)[\w.-]+(:\d+)?\/[\w./-]+?(\.git)?$/, 'an https or ssh URL of a git repository, without credentials')
  .describe('Repository that holds this platform.yaml and dist/.');
const branch = z.string().regex(/^[\w][\w./-]{0,99}$/, 'a branch name').default('main').describe('Branch that the clusters follow.');
const path = z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,200}[^/]$/, 'a relative folder without .. or a trailing slash').default('dist').describe('Folder of the generated output inside the repository.');

export const deliveryOptions = {
  argocd: z.strictObject({
    use: z.literal('argocd').describe('Argo CD with ApplicationSets.'),
    repository,
    branch,
    path,
    access: z.enum(['public', 'github-app', 'ssh-key', 'token']).default('github-app').describe('How Argo CD reads the repository; credentials come from the secret store.'),
    topology: z.enum(['per-cluster', 'hub']).default('per-cluster').describe('per-cluster: each cluster runs its own Argo CD, so either cloud may die. hub: the first cluster delivers to both.'),
  }),
} as const;

export const deliverySchema = z.discriminatedUnion('use', [deliveryOptions.argocd]);
export const deliveryIds = ['helm', 'flux', 'argocd'] as const;
