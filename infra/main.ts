/** `cdktf synth` and `cdktf deploy` run this: the stacks of ./platform.yaml, written to cdktf.out. */
import { existsSync, readFileSync } from 'node:fs';
import { errorText } from '../lib/cli/report';
import { TerraformApp } from '../lib/constructs/terraform';
import { loadLock, loadPlatform } from '../lib/input/load';
import { buildStacks } from './synth';

const file = 'platform.yaml';
const lockFile = 'cloud.lock.yaml';

try {
  const { platform } = loadPlatform(readFileSync(file), file);
  const app = new TerraformApp();
  buildStacks(app, { platform, lock: loadLock(existsSync(lockFile) ? readFileSync(lockFile) : undefined, lockFile) });
  app.synth();
} catch (cause) {
  process.stderr.write(`${errorText(cause)}\n`);
  process.exitCode = 1;
}
