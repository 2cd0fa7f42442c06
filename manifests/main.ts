/** `cdk8s synth` runs this: the cluster side of ./platform.yaml, written below CDK8S_OUTDIR. */
import { errorText } from '../lib/cli/report';
import { readInput } from '../lib/input/read';
import { writeOutput } from '../lib/output/write';
import { manifestFiles } from './synth';

try {
  const { parsed, lock } = readInput('platform.yaml');
  const { files } = manifestFiles({ platform: parsed.platform, lock });
  // No index: cdk8s owns this folder, and everything in it is written anew.
  writeOutput({ output: process.env['CDK8S_OUTDIR'] ?? 'cdk8s.out', files: new Map(files.map(({ path, content }) => [path, content])), overwrite: true });
} catch (cause) {
  process.stderr.write(`${errorText(cause)}\n`);
  process.exitCode = 1;
}
