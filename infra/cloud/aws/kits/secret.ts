/** Containers of secrets. A person puts the values; they pass through neither this program nor any state. */
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, type Platform } from '../../../../lib/model';
import { address } from '../names';
import { policy, type Statement } from './policy';

export interface SecretContainerProps {
  /** Of the name contract. */
  readonly id: string;
  readonly name: string;
  readonly why: string;
  readonly kmsKeyId: string;
  /** ARNs of the roles that read values, beside the administrators. */
  readonly readers: readonly string[];
  /** Services of AWS that read values. @default - none */
  readonly services?: readonly Statement[];
  /** Regions that keep the value as well, each with a key of its own. @default - none */
  readonly replicas?: readonly { readonly region: string; readonly kmsKeyId: string }[];
}

export function secretContainer(
  stack: PlatformStack,
  platform: Platform,
  { id, name, why, kmsKeyId, readers, services = [], replicas = [] }: SecretContainerProps,
): void {
  const secret = pinned(
    new SecretsmanagerSecret(stack, `secret_${address(id)}`, {
      name,
      description: why,
      kmsKeyId,
      recoveryWindowInDays: 30,
      ...(replicas.length > 0 ? { replica: [...replicas], forceOverwriteReplicaSecret: false } : {}),
      lifecycle: keep,
    }),
    address(id),
  );
  pinned(
    new SecretsmanagerSecretPolicy(stack, `secret_policy_${address(id)}`, {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: policy([onlyReaders(platform, readers, services.length > 0), ...services]),
    }),
    address(id),
  );
}

/** Broad read roles of the account (auditors, other teams' tools) do not see values: only the secret store and the administrators do. */
function onlyReaders(platform: Platform, readers: readonly string[], services: boolean): Statement {
  const { accountId, adminRoles } = awsAccount(platform);
  return {
    sid: 'OnlySecretStoreAndAdministratorsRead',
    effect: 'Deny',
    principal: '*',
    actions: 'secretsmanager:GetSecretValue',
    resources: '*',
    conditions: {
      ArnNotEquals: { 'aws:PrincipalArn': [...readers, ...adminRoles.map((name) => `arn:aws:iam::${accountId}:role/${name}`)] },
      // A service has no ARN: without this it would be refused, whatever a statement beside this one allows.
      ...(services ? { Bool: { 'aws:PrincipalIsAWSService': 'false' } } : {}),
    },
  };
}
