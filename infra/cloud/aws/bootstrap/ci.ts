/** The pipeline in the account: no stored keys, two roles, each for what one kind of job does. */
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { AwsCluster, Platform } from '../../../../lib/model';
import { ciEnvironment, ciRef, ciSubjects, githubHost, githubIssuer } from '../../../ci';
import { policy, type Conditions, type Statement } from '../kits/policy';
import { ciRole, githubProviderArn } from '../names';
import { applyPolicies } from './ci-apply';
import { neverEdgeState, planPolicy } from './ci-plan';

export function pipeline(stack: PlatformStack, platform: Platform, clusters: readonly AwsCluster[], repository: string, stateKeys: readonly string[]): void {
  pinned(new IamOpenidConnectProvider(stack, 'github', { url: githubIssuer, clientIdList: ['sts.amazonaws.com'] }));
  const { branch } = platform.delivery;
  const read = planPolicy(platform, stateKeys);
  ciJobs(stack, platform, {
    does: 'plan',
    description: 'Pipeline: plans of pull requests and of the protected branch',
    trust: plans(repository, branch),
    policies: { read: [...read, ...neverEdgeState(platform)] },
  });
  ciJobs(stack, platform, {
    does: 'apply',
    description: `Pipeline: applies, in environment ${ciEnvironment} of the protected branch`,
    trust: applies(repository, branch),
    policies: { read, ...applyPolicies(platform, clusters, stateKeys) },
  });
}

const claim = (name: string): string => `${githubHost}:${name}`;
/** Forks get no token with these claims: GitHub gives their pull requests no right to ask for one. */
const plans = (repository: string, branch: string): Conditions => ({
  StringEquals: { [claim('aud')]: 'sts.amazonaws.com', [claim('sub')]: Object.values(ciSubjects(repository, branch).plan) },
});
/**
 * Both the environment, whose reviewers approve, and the branch, whose rules say who may merge.
 * @see https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/ (claim `ref`)
 */
const applies = (repository: string, branch: string): Conditions => ({
  StringEquals: { [claim('aud')]: 'sts.amazonaws.com', [claim('ref')]: ciRef(branch), [claim('sub')]: ciSubjects(repository, branch).apply },
});

interface CiJobs {
  readonly does: 'plan' | 'apply';
  readonly description: string;
  readonly trust: Conditions;
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}
function ciJobs(stack: PlatformStack, platform: Platform, { does, description, trust, policies }: CiJobs): void {
  const name = ciRole(platform, does);
  const assumeRolePolicy = policy([
    { sid: 'GitHub', principal: { Federated: githubProviderArn(platform) }, actions: 'sts:AssumeRoleWithWebIdentity', conditions: trust },
  ]);
  const role = pinned(new IamRole(stack, `ci_${does}`, { name, description, assumeRolePolicy, maxSessionDuration: 3600 }));
  for (const [id, statements] of Object.entries(policies)) {
    const made = pinned(new IamPolicy(stack, `ci_${does}_${id}`, { name: `${name}-${id}`, description: `${description}: ${id}`, policy: policy(statements) }));
    pinned(new IamRolePolicyAttachment(stack, `ci_${does}_${id}_attachment`, { role: role.name, policyArn: made.arn }), `ci_${does}_${id}`);
  }
}
