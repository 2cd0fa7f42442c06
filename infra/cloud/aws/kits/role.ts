/** Roles, all of them below the account's permissions boundary. */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { policy, type Conditions, type Statement } from './policy';
import { pinned } from '../../../../lib/constructs/stateful';

export interface RoleProps {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly trust: readonly Statement[];
  /** ARN of the most that the role may ever do. @default - none: only for what works on Terraform's state, which the boundary keeps from everybody */
  readonly boundary?: string;
  /** Name of an inline policy -> what it allows. */
  readonly policies?: Readonly<Record<string, readonly Statement[]>>;
  /** Policies that AWS maintains, as ARNs. */
  readonly managed?: readonly string[];
}

/** A role; sessions last an hour. */
export function role(stack: PlatformStack, { id, name, description, trust, boundary, policies = {}, managed = [] }: RoleProps): IamRole {
  const made = pinned(
    new IamRole(stack, `${id}_role`, {
      name,
      description,
      assumeRolePolicy: policy(trust),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      maxSessionDuration: 3600,
    }),
    id,
  );
  for (const [policyName, statements] of Object.entries(policies)) {
    const address = `${id}_${policyName.replaceAll('-', '_')}`;
    pinned(new IamRolePolicy(stack, `${address}_policy`, { role: made.name, name: policyName, policy: policy(statements) }), address);
  }
  for (const policyArn of managed) pinned(new IamRolePolicyAttachment(stack, `${id}_${policyArn.split('/').at(-1)}`, { role: made.name, policyArn }));
  return made;
}

/** A service of AWS acts with the role; conditions, where the service states them, keep it to this account. */
export const serviceTrust = (service: string, conditions?: Conditions): Statement => ({
  sid: 'Service',
  principal: { Service: service },
  actions: 'sts:AssumeRole',
  ...(conditions ? { conditions } : {}),
});

export interface PodTrustProps {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}
/**
 * Pods of one service account of one cluster act with the role. The association says the same; the tags make a wrong
 * association useless.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export const podTrust = ({ clusterArn, namespace, serviceAccount }: PodTrustProps): Statement => ({
  sid: 'PodIdentity',
  principal: { Service: 'pods.eks.amazonaws.com' },
  actions: ['sts:AssumeRole', 'sts:TagSession'],
  conditions: {
    StringEquals: {
      'aws:RequestTag/eks-cluster-arn': clusterArn,
      'aws:RequestTag/kubernetes-namespace': namespace,
      'aws:RequestTag/kubernetes-service-account': serviceAccount,
    },
  },
});

/** The same for pods of a service account in every namespace of a pattern: tenants come and go, the role stays. */
export const podsTrust = ({ clusterArn, namespace, serviceAccount }: PodTrustProps): Statement => ({
  sid: 'PodIdentity',
  principal: { Service: 'pods.eks.amazonaws.com' },
  actions: ['sts:AssumeRole', 'sts:TagSession'],
  conditions: {
    StringEquals: { 'aws:RequestTag/eks-cluster-arn': clusterArn, 'aws:RequestTag/kubernetes-service-account': serviceAccount },
    StringLike: { 'aws:RequestTag/kubernetes-namespace': namespace },
  },
});

/** Pods of one service account of a cluster elsewhere act with the role: its tokens are as good as those of a login. */
export const tokenTrust = (issuer: string, providerArn: string, { namespace, serviceAccount }: Omit<PodTrustProps, 'clusterArn'>): Statement => {
  const claims = issuer.replace('https://', '');
  return {
    sid: 'ServiceAccount',
    principal: { Federated: providerArn },
    actions: 'sts:AssumeRoleWithWebIdentity',
    conditions: { StringEquals: { [`${claims}:aud`]: 'sts.amazonaws.com', [`${claims}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}` } },
  };
};
