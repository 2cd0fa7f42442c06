/** Who the pipeline is, for both clouds: GitHub's token says which repository and which environment a job runs for. */

/** Environment of GitHub that may apply: its reviewers and its branch rule are the approval. */
export const ciEnvironment = 'cloud-apply';
export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** Subjects of GitHub's tokens: a pull request plans, a job of the protected environment applies. */
export const ciSubjects = (repository: string) => ({
  plan: `repo:${repository}:pull_request`,
  apply: `repo:${repository}:environment:${ciEnvironment}`,
});
