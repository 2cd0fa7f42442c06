/** The stacks of tenants of examples/dbaas-fleet, or of fleets made up by a test, as Terraform reads them. */
import { readFileSync } from 'node:fs';
import { merged } from '../../infra/check/merged';
import { configurationOf, terraformFiles, type RenderedStack, type StackText } from '../../infra/synth';
import type { Memo } from '../../lib/components';
import { loadPlatform } from '../../lib/input/load';
import { readInput } from '../../lib/input/read';
import { emptyLock, type CloudLock, type InputFile, type Platform } from '../../lib/model';

export type Block = Readonly<Record<string, unknown>>;
export interface Configuration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, Block>>;
  readonly terraform?: { readonly required_providers: Readonly<Record<string, unknown>> };
}

const example = readInput('examples/dbaas-fleet/platform.yaml');
export const { platform } = example.parsed;
export const teams: readonly InputFile[] = Object.entries(example.texts.teams).map(([file, text]) => ({ file, text }));
export const base = example.texts.platform;
export const issuers: CloudLock = {
  clusters: {
    'aws-euc1': { 'cluster.oidcIssuer': 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123', 'network.egressAddresses': '18.1.2.3,18.1.2.4' },
    'az-weu': { 'cluster.oidcIssuer': 'https://westeurope.oic.prod-aks.azure.com/tenant/guid/', 'network.egressAddresses': '20.1.2.3' },
  },
};
export const stacksOf = (of: Platform, lock: CloudLock = emptyLock, memo?: Memo<StackText>): readonly RenderedStack[] =>
  terraformFiles({ platform: of, lock, clusters: [], ...(memo ? { memo } : {}) });
export const stackIn = (stacks: readonly RenderedStack[], id: string): RenderedStack => {
  const found = stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`no stack ${id} among ${stacks.map((stack) => stack.id).join(', ')}`);
  return found;
};
export const whole = (stacks: readonly RenderedStack[], id: string): Configuration =>
  JSON.parse(merged(configurationOf(stackIn(stacks, id))).json) as Configuration; // stacks are objects
export function block(stacks: readonly RenderedStack[], id: string, type: string, name: string): Block {
  const found = whole(stacks, id).resource?.[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in ${id}: ${Object.keys(whole(stacks, id).resource?.[type] ?? {}).join(', ')}`);
  return found;
}
export const addresses = (stacks: readonly RenderedStack[], id: string): readonly string[] =>
  Object.entries(whole(stacks, id).resource ?? {}).flatMap(([type, blocks]) => Object.keys(blocks).map((name) => `${type}.${name}`));
/** The example in two regions of one provider, with a database that each reads of the other. */
export const inRegions = (name: 'aws-regions' | 'azure-regions', topology = 'ha-with-standby'): Platform =>
  loadPlatform(readFileSync(`examples/${name}/platform.yaml`), 'platform.yaml', [
    {
      file: 'databases/payments.yaml',
      text: `version: 1\ntenant: { name: payments, team: payments-team, email: p@acme.example }\ndatabases: [{ engine: postgresql, name: orders, topology: ${topology}, endpoint: { kind: private, allow: [10.0.0.0/8] } }]\n`,
    },
  ]).platform;

/** The example with the edge of the clouds. */
export function cloudEdge(): string {
  const edge = /^edge:\n(?: .*\n|\n)*/m;
  if (!edge.test(base)) throw new Error('the example has no edge');
  return base.replace(edge, 'edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n\n');
}
