/** A platform with tenants, rendered: what the tests of databases look at. */
import { readFileSync } from 'node:fs';
import { readInput } from '../../../lib/input/read';
import { loadPlatform } from '../../../lib/input/load';
import { emptyLock, type InputFile, type Platform } from '../../../lib/model';
import type { KubeObject } from '../../../lib/components';
import { manifestFiles, type ManifestsResult } from '../../../manifests/synth';

/** The default platform with these files of teams. */
export const platformWith = (teams: readonly InputFile[]): Platform => loadPlatform(readFileSync('platform.yaml'), 'platform.yaml', teams).platform;
/** examples/dbaas-fleet. */
export const examplePlatform = (): Platform => readInput('examples/dbaas-fleet/platform.yaml').parsed.platform;

export const render = (platform: Platform): ManifestsResult => manifestFiles({ platform, lock: emptyLock });

/** Objects of a tenant in a cluster. */
export function objectsOf({ clusters }: ManifestsResult, cluster: string, tenant: string): readonly KubeObject[] {
  const components = clusters.find((each) => each.cluster.name === cluster)?.components ?? [];
  return components.find(({ component }) => component.name === `tenant-${tenant}`)?.built.objects.map(({ object }) => object) ?? [];
}

export function one(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} objects are ${kind} '${name}'`);
  return only;
}

/** One database of tenant `payments`, from the lines of its entry below `engine` and `name`. */
export const team = (lines = '', more = ''): InputFile => ({
  file: 'databases/payments.yaml',
  text: `version: 1\ntenant:\n  name: payments\n  team: payments-team\n  email: payments@acme.example\n${more}databases:\n  - engine: postgresql\n    name: orders\n${lines}`,
});
