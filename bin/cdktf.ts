/** `cdktf synth` and `cdktf deploy` run this: the stacks of ./platform.yaml. */
import { synthesizeForCdktf } from '../infra/main';
import { errorText } from '../lib/cli/report';
import { readInput } from '../lib/input/read';
import { manifestFiles } from '../manifests/synth';

try {
  const input = readInput('platform.yaml');
  const { clusters } = manifestFiles({ platform: input.parsed.platform, lock: input.lock });
  synthesizeForCdktf(input, clusters);
} catch (cause) {
  process.stderr.write(`${errorText(cause)}\n`);
  process.exitCode = 1;
}
