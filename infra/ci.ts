/** Who the pipeline is, for both clouds: GitHub's token says which repository and which environment a job runs for. */

/** Environment of GitHub that may apply: its reviewers and its branch rule are the approval. */
export const ciEnvironment = 'cloud-apply';
/** Issuer of GitHub's tokens, without scheme: AWS names its provider and its claims so. */
export const githubHost = 'token.actions.githubusercontent.com';
export const githubIssuer = `https://${githubHost}`;

/** Value of the claim `ref` of a job on the branch. */
export const ciRef = (branch: string): string => `refs/heads/${branch}`;

/** Subjects of GitHub's tokens: pull requests and the protected branch plan, a job of the protected environment applies. */
export const ciSubjects = (repository: string, branch: string) =>
  ({
    plan: { pullRequest: `repo:${repository}:pull_request`, branch: `repo:${repository}:ref:${ciRef(branch)}` },
    apply: `repo:${repository}:environment:${ciEnvironment}`,
  }) as const;
