/** The cloud layer of ./platform.yaml for the command line of cdktf, written to cdktf.out. */
import type { RenderedCluster } from '../lib/components';
import { TerraformApp } from '../lib/constructs/terraform';
import type { Input } from '../lib/input/read';
import { buildStacks } from './synth';

/** @param clusters the clusters as they were rendered; bin/cdktf.ts, which composes both apps, hands them over */
export function synthesizeForCdktf({ parsed, lock }: Input, clusters: readonly RenderedCluster[]): void {
  const app = new TerraformApp();
  buildStacks(app, { platform: parsed.platform, lock, clusters });
  app.synth();
}
