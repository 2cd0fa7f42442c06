/** Containers of the platform's secrets. A person puts the values; they pass through neither this program nor any state. */
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { secrets } from '../../../../lib/names';
import { policy, type Statement } from '../kits/policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';
import { awsAccount } from '../../../../lib/model';

export function secretContainers(stack: PlatformStack, context: AwsContext, kmsKeyId: string): void {
  for (const { id, why } of secrets(context.platform)) {
    const secret = pinned(
      new SecretsmanagerSecret(stack, `secret_${address(id)}`, {
        name: context.names.secret(id),
        description: why,
        kmsKeyId,
        recoveryWindowInDays: 30,
        lifecycle: keep,
      }),
      address(id),
    );
    pinned(
      new SecretsmanagerSecretPolicy(stack, `secret_policy_${address(id)}`, {
        secretArn: secret.arn,
        blockPublicPolicy: true,
        policy: policy([onlyReaders(context)]),
      }),
      address(id),
    );
  }
}

/** Broad read roles of the account (auditors, other teams' tools) do not see values: only the secret store and the administrators do. */
function onlyReaders({ platform, names }: AwsContext): Statement {
  const administrators = awsAccount(platform).adminRoles.map((name) => `arn:aws:iam::${awsAccount(platform).accountId}:role/${name}`);
  return {
    sid: 'OnlySecretStoreAndAdministratorsRead',
    effect: 'Deny',
    principal: '*',
    actions: 'secretsmanager:GetSecretValue',
    resources: '*',
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': [names.roleArn('external-secrets'), ...administrators] } },
  };
}
