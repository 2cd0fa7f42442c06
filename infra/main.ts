/** `cdktf synth` and `cdktf deploy` run this: the stacks of ./platform.yaml, written to cdktf.out. */
import { errorText } from '../lib/cli/report';
import { TerraformApp } from '../lib/constructs/terraform';
import { readInput } from '../lib/input/read';
import { buildStacks } from './synth';

try {
  const { parsed, lock } = readInput('platform.yaml');
  const app = new TerraformApp();
  buildStacks(app, { platform: parsed.platform, lock });
  app.synth();
} catch (cause) {
  process.stderr.write(`${errorText(cause)}\n`);
  process.exitCode = 1;
}
