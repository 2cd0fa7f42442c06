/** The monitoring stack of the example with metrics in the clouds, synthesised in memory. */
import { azureMonitoring } from '../../../../../infra/monitoring/cloud-native/azure';
import type { AzureContext } from '../../../../../infra/cloud/azure/kits/stack';
import type { Wiring } from '../../../../../lib/components';
import { TerraformApp, withoutStackTraces } from '../../../../../lib/constructs/terraform';
import { clustersOn, emptyLock, type CloudLock, type Platform } from '../../../../../lib/model';
import { namesOf } from '../../../../../lib/names';
import { manifestFiles } from '../../../../../manifests/synth';
import { withCloudMonitoring } from '../../../../manifests/foundation/rendered';
import type { StackJson } from '../../../cloud/azure/stacks';

export interface Example {
  readonly context: AzureContext;
  readonly stack: StackJson;
  readonly readme: string;
}

export function monitoring(platform: Platform = withCloudMonitoring(), lock: CloudLock = emptyLock): Example {
  const [cluster] = clustersOn(platform, 'azure');
  if (!cluster) throw new Error('the platform has no cluster on azure');
  const components = manifestFiles({ platform, lock }).clusters.find((each) => each.cluster.name === cluster.name)?.components ?? [];
  const wiring: Wiring = { all: (kind) => components.flatMap(({ component }) => component.intents?.[kind] ?? []) };
  const context: AzureContext = { platform, cluster, lock, names: namesOf(platform, cluster), wiring };
  const [spec] = azureMonitoring(context);
  if (!spec) throw new Error('no stack');
  const made = withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id));
  return { context, stack: JSON.parse(made.synthesizeText()) as StackJson, readme: made.readme ?? '' };
}
