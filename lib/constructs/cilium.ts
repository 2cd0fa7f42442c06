/**
 * CiliumNetworkPolicy, the part of it that the platform uses. AKS runs Cilium as its network plugin and installs the
 * definition; on no other cluster may this kind be used.
 * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
 */
import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

export interface CiliumPort {
  /** Number as text, or a port name. */
  readonly port: string;
  readonly protocol: string;
}
export interface CiliumNetworkPolicyProps {
  readonly metadata: ApiObjectMetadata & { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly endpointSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    /** Entities: `host` is the pod's own node, `remote-node` every other one. */
    readonly ingress?: readonly { readonly fromEntities: readonly string[]; readonly toPorts: readonly { readonly ports: readonly CiliumPort[] }[] }[];
    readonly egress?: readonly { readonly toEntities: readonly string[]; readonly toPorts: readonly { readonly ports: readonly CiliumPort[] }[] }[];
  };
}

/** Opens connections that a NetworkPolicy cannot name: those with nodes. */
export class CiliumNetworkPolicy extends ApiObject {
  static readonly apiVersion = 'cilium.io/v2';
  constructor(scope: Construct, id: string, props: CiliumNetworkPolicyProps) {
    super(scope, id, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', ...props });
  }
}
