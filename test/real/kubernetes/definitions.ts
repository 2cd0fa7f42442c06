/** Custom resource definitions: as the releases name them, from CRDS_DIR or else from the addresses in cdk8s.yaml. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Source } from './delivery';

const crdsDir = process.env['CRDS_DIR'] ?? '../shared/crds';

/** Repository of a release -> folder below CRDS_DIR and name in cdk8s.yaml, where they differ from its last part. */
const folders: Readonly<Record<string, string>> = {
  'karpenter-provider-aws': 'karpenter',
  'keycloak-k8s-resources': 'keycloak',
  'plugin-barman-cloud': 'cloudnative-pg-barman-plugin',
};

/** Addresses or files of the definitions of one source; none if neither place has them. */
export function definitions({ repository, include }: Source): readonly string[] {
  const name = repository.split('/').at(-1) ?? '';
  return definitionsOf(folders[name] ?? name, include);
}

/** Definitions of a project, `include` as a glob of file names. */
export function definitionsOf(project: string, include = '*'): readonly string[] {
  const matches = new RegExp(`^${include.replace(/[.]/g, '\\.').replace(/\*/g, '.*')}$`);
  const folder = join(crdsDir, project);
  if (existsSync(crdsDir))
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => /\.ya?ml$/.test(file) && matches.test(file))
          .map((file) => join(folder, file))
      : [];
  const { imports } = parse(readFileSync('cdk8s.yaml', 'utf8')) as { imports: readonly string[] };
  return imports
    .filter((line) => line.startsWith(`${project}:=`))
    .map((line) => line.slice(project.length + 2))
    .filter((address) => matches.test(address.split('/').at(-1) ?? ''));
}

/**
 * Definitions that a managed cluster has from its cloud before git does anything. Cilium publishes no plain definition
 * that we hold: ours says the group, version and kind, and validates with the schema in imports/.
 */
export function cloudDefinitions(cloud: string): { readonly files: readonly string[]; readonly objects: readonly object[] } {
  return { files: definitionsOf('snapshot-controller', '*volumesnapshot*'), objects: cloud === 'azure' ? [ciliumDefinition()] : [] };
}

function ciliumDefinition(): object {
  const schemas = JSON.parse(readFileSync('imports/schemas/cilium.io.json', 'utf8')) as Readonly<Record<string, object>>;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'ciliumnetworkpolicies.cilium.io' },
    spec: {
      group: 'cilium.io',
      scope: 'Namespaced',
      names: { kind: 'CiliumNetworkPolicy', listKind: 'CiliumNetworkPolicyList', plural: 'ciliumnetworkpolicies', singular: 'ciliumnetworkpolicy' },
      versions: [{ name: 'v2', served: true, storage: true, schema: { openAPIV3Schema: schemas['v2/CiliumNetworkPolicy'] } }],
    },
  };
}
