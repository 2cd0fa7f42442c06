/**
 * Schemas of kinds whose definitions a managed cluster brings by itself and that are not among the sources of
 * cdk8s.yaml: only the fields that this toolkit emits, everything else is refused.
 */
import type { Schema } from './schema';

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({ type: 'object', properties, required });
const list = (items: Schema): Schema => ({ type: 'array', items });
const text: Schema = { type: 'string' };
const texts: Schema = { type: 'object', additionalProperties: text };

const ports = list(object({ ports: list(object({ port: text, protocol: { type: 'string', enum: ['TCP', 'UDP', 'SCTP', 'ANY'] } }, ['port'])) }));
/** @see https://docs.cilium.io/en/stable/security/policy/language/ entities: 1.17 and newer */
const entity: Schema = { type: 'string', enum: ['all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none', 'kube-apiserver'] };

/** Group -> `version/Kind` -> schema. */
export const byHand: Readonly<Record<string, Readonly<Record<string, { readonly namespaced: boolean; readonly schema: Schema }>>>> = {
  'cilium.io': {
    'v2/CiliumNetworkPolicy': {
      namespaced: true,
      schema: object(
        {
          spec: object(
            {
              endpointSelector: object({ matchLabels: texts }),
              egress: list(object({ toEntities: list(entity), toPorts: ports })),
              ingress: list(object({ fromEntities: list(entity), toPorts: ports })),
            },
            ['endpointSelector'],
          ),
        },
        ['spec'],
      ),
    },
  },
};
