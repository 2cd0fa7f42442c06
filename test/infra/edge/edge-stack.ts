/** The edge stack of platform.yaml, or of a changed one, as JSON. */
import { readFileSync } from 'node:fs';
import { stacks } from '../../../infra/edge/cloudflare';
import { edgeSettings } from '../../../infra/edge/cloudflare/stack';
import type { PlatformContext } from '../../../infra/context';
import { TerraformApp, withoutStackTraces } from '../../../lib/constructs/terraform';
import { emptyLock, parsePlatform, type EdgeOf, type Platform } from '../../../lib/model';

const { platform: example } = parsePlatform(readFileSync('platform.yaml', 'utf8'), 'platform.yaml');
export { example };

type Block = Readonly<Record<string, unknown>>;
export interface EdgeJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, Block>>;
  readonly variable: Readonly<Record<string, Block>>;
  readonly import: readonly Block[];
  readonly terraform: Block;
}

export function edgeText(platform: Platform = example): string {
  const context: PlatformContext = { platform, lock: emptyLock, clusters: [] };
  const [spec] = stacks(context);
  if (!spec) throw new Error('the edge has no stack');
  return withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id)).synthesizeText();
}

export const edgeJson = (platform?: Platform): EdgeJson => JSON.parse(edgeText(platform)) as EdgeJson; // a stack

/** The example with another edge. */
export const withEdge = (edge: Partial<EdgeOf<'cloudflare'>>): Platform => ({ ...example, edge: { ...edgeSettings(example), ...edge } });

/** Rules of a ruleset by their reference. */
export function rulesOf(json: EdgeJson, name: string): Readonly<Record<string, Block>> {
  const rules = (json.resource['cloudflare_ruleset']?.[name]?.['rules'] ?? []) as readonly Block[]; // a ruleset's rules are blocks
  return Object.fromEntries(rules.map((rule) => [String(rule['ref']), rule]));
}
