/** The AWS stacks of the example platform, as Terraform would read them: only those that are asked for. */
import { readFileSync } from 'node:fs';
import { awsBootstrap, awsStacks } from '../../../../infra/cloud/aws';
import type { Wiring } from '../../../../lib/components';
import type { ClusterContext, StackSpec } from '../../../../infra/context';
import { TerraformApp, withoutStackTraces } from '../../../../lib/constructs/terraform';
import { emptyLock, parsePlatform, type AwsCluster, type CloudLock, type Platform } from '../../../../lib/model';
import { namesOf } from '../../../../lib/names';

export type Block = Readonly<Record<string, unknown>>;
export interface Stack {
  readonly text: string;
  readonly readme: string;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly terraform: Block;
  readonly output: Readonly<Record<string, Block>>;
  readonly variable: Readonly<Record<string, Block>>;
}

const example = readFileSync('platform.yaml', 'utf8');

/** The example, with pieces of its text replaced. */
export function platformWith(...edits: readonly (readonly [string, string])[]): Platform {
  const text = edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`platform.yaml has no '${from}'`);
    return before.replace(from, to);
  }, example);
  return parsePlatform(text, 'platform.yaml').platform;
}

/** What the other cluster has told by its outputs. */
export const fullLock: CloudLock = {
  clusters: { 'az-weu': { 'cluster.oidcIssuer': 'https://westeurope.oic.prod-aks.azure.com/tenant/guid/', 'network.egressAddresses': '20.1.2.3,20.1.2.4' } },
};

const plain = platformWith();
/** Of stacks that ask nothing of the clusters' components. */
const noIntents: Wiring = { all: () => [] };

function specsOf(platform: Platform, lock: CloudLock): readonly StackSpec[] {
  const clusters = platform.cloud.clusters.map((cluster) => ({ platform, cluster, lock, names: namesOf(platform, cluster), wiring: noIntents }));
  const aws = clusters.filter((context): context is ClusterContext<AwsCluster> => context.cluster.provider === 'aws');
  return [awsBootstrap({ platform, lock, clusters }), ...aws.flatMap(awsStacks)];
}

function synthesized(spec: StackSpec): Stack {
  const stack = withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id));
  const text = stack.synthesizeText();
  const parsed = JSON.parse(text) as Partial<Stack>;
  return { text, readme: stack.readme ?? '', resource: {}, data: {}, provider: {}, terraform: {}, output: {}, variable: {}, ...parsed };
}

export const awsStacksOf = (platform: Platform = plain, lock: CloudLock = emptyLock): Readonly<Record<string, Stack>> =>
  Object.fromEntries(specsOf(platform, lock).map((spec) => [spec.id, synthesized(spec)]));

export const stackNamed = (id: string, platform: Platform = plain, lock: CloudLock = emptyLock): Stack => {
  const spec = specsOf(platform, lock).find((each) => each.id === id);
  if (!spec) throw new Error(`no stack ${id}`);
  return synthesized(spec);
};

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
export const statements = (policy: unknown): readonly Statement[] => (JSON.parse(String(policy)) as { readonly Statement: readonly Statement[] }).Statement;
export const statement = (policy: unknown, sid: string): Statement => {
  const found = statements(policy).find(({ Sid }) => Sid === sid);
  if (!found) throw new Error(`no statement ${sid}`);
  return found;
};
export const asList = (values: string | readonly string[] | undefined): readonly string[] =>
  values === undefined ? [] : typeof values === 'string' ? [values] : values;
