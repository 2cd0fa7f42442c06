/** The Azure stacks of the example, synthesised in memory when first asked for, with what a test wants to be different. */
import { readFileSync } from 'node:fs';
import { azureBootstrap, azureStacks } from '../../../../infra/cloud/azure';
import type { AzureContext } from '../../../../infra/cloud/azure/kits/stack';
import type { StackSpec } from '../../../../infra/context';
import { TerraformApp, withoutStackTraces } from '../../../../lib/constructs/terraform';
import { emptyLock, parsePlatform, type CloudLock } from '../../../../lib/model';
import { namesOf } from '../../../../lib/names';
import { clusterOn } from '../../../clusters';

export type Block = Readonly<Record<string, unknown>>;
export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly variable?: Readonly<Record<string, Block>>;
  readonly provider: { readonly azurerm: readonly Block[] };
  readonly terraform: { readonly backend: Block; readonly required_providers: Block };
}
export interface Example {
  readonly context: AzureContext;
  readonly readme: (id: string) => string;
  readonly stack: (id: string) => StackJson;
  readonly ids: readonly string[];
}

export const natGateway = (text: string): string => text.replace('services: 172.21.0.0/16', 'services: 172.21.0.0/16\n        egress: nat-gateway');
export const cloudMonitoring = (text: string): string =>
  text.replace(
    /^monitoring:\n(?: .*\n|\n)*/m,
    'monitoring:\n  use: cloud-native\n  alerts:\n    critical: { type: webhook }\n    warning: { type: email, address: platform@acme.example }\n\n',
  );
export const fullLock: CloudLock = {
  clusters: {
    'aws-euc1': { 'network.egressAddresses': '18.1.2.3,18.1.2.4', 'cluster.oidcIssuer': 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123' },
    'az-weu': { 'identities.loki.clientId': '11111111-2222-4333-8444-555555555555' },
  },
};

interface Made {
  readonly json: StackJson;
  readonly readme: string;
}
function synthesized(spec: StackSpec): Made {
  const stack = withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id));
  return { json: JSON.parse(stack.synthesizeText()) as StackJson, readme: stack.readme ?? '' };
}

export function example(change: (text: string) => string = (text) => text, lock: CloudLock = emptyLock): Example {
  const { platform } = parsePlatform(change(readFileSync('platform.yaml', 'utf8')), 'platform.yaml');
  const cluster = clusterOn(platform, 'azure');
  const context: AzureContext = { platform, cluster, lock, names: namesOf(platform, cluster), wiring: { all: () => [] } };
  const specs = [azureBootstrap({ platform, lock, clusters: [context] }), ...azureStacks(context)];
  const ids = specs.map(({ id }) => id);
  const made = new Map<string, Made>();
  const stackOf = (id: string): Made => {
    const spec = specs.find((each) => each.id === id);
    if (!spec) throw new RangeError(`no stack '${id}' among ${ids.join(', ')}`);
    const found = made.get(id) ?? synthesized(spec);
    made.set(id, found);
    return found;
  };
  return { context, ids, readme: (id) => stackOf(id).readme, stack: (id) => stackOf(id).json };
}

/** One resource of a stack. */
export function resource(stack: StackJson, type: string, name: string): Block {
  const found = stack.resource[type]?.[name];
  if (!found) throw new RangeError(`no ${type}.${name} among ${Object.keys(stack.resource[type] ?? {}).join(', ')}`);
  return found;
}
/** All resources of a type. */
export const resources = (stack: StackJson, type: string): readonly Block[] => Object.values(stack.resource[type] ?? {});
