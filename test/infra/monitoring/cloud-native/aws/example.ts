/** Stacks of the EKS cluster of the example with metrics in the clouds, synthesised in memory. */
import { awsStacks } from '../../../../../infra/cloud/aws';
import type { AwsContext } from '../../../../../infra/cloud/aws/kits/stack';
import { awsMonitoring } from '../../../../../infra/monitoring/cloud-native/aws';
import type { Wiring } from '../../../../../lib/components';
import { TerraformApp, withoutStackTraces } from '../../../../../lib/constructs/terraform';
import { clustersOn, emptyLock, type CloudLock, type Platform } from '../../../../../lib/model';
import { namesOf } from '../../../../../lib/names';
import { manifestFiles } from '../../../../../manifests/synth';
import { withCloudMonitoring } from '../../../../manifests/foundation/rendered';
import type { Stack } from '../../../cloud/aws/synthesize';

export interface Example {
  readonly context: AwsContext;
  readonly readme: string;
  /** The monitoring stack. */
  readonly stack: Stack;
  /** Another stack of the cluster. */
  other(kind: string): Stack;
}

export function monitoring(platform: Platform = withCloudMonitoring(), lock: CloudLock = emptyLock): Example {
  const [cluster] = clustersOn(platform, 'aws');
  if (!cluster) throw new Error('the platform has no cluster on aws');
  const components = manifestFiles({ platform, lock }).clusters.find((each) => each.cluster.name === cluster.name)?.components ?? [];
  const wiring: Wiring = { all: (kind) => components.flatMap(({ component }) => component.intents?.[kind] ?? []) };
  const context: AwsContext = { platform, cluster, lock, names: namesOf(platform, cluster), wiring };
  const made = (kind: string) => {
    const spec = [...awsMonitoring(context), ...awsStacks(context)].find(({ id }) => id === `${cluster.name}-${kind}`);
    if (!spec) throw new Error(`no stack ${kind}`);
    return withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id));
  };
  const own = made('monitoring');
  const parsed = (text: string) => JSON.parse(text) as Stack; // the JSON of a stack
  return { context, readme: own.readme ?? '', stack: parsed(own.synthesizeText()), other: (kind) => parsed(made(kind).synthesizeText()) };
}
