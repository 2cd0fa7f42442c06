/** `cdk8s synth` runs this: the cluster side of ./platform.yaml, written below CDK8S_OUTDIR. */
import { existsSync, readFileSync } from 'node:fs';
import { errorText } from '../lib/cli/report';
import { loadLock, loadPlatform } from '../lib/input/load';
import { writeOutput } from '../lib/output/write';
import { manifestFiles } from './synth';

const file = 'platform.yaml';
const lockFile = 'cloud.lock.yaml';

try {
  const { platform } = loadPlatform(readFileSync(file), file);
  const lock = loadLock(existsSync(lockFile) ? readFileSync(lockFile) : undefined, lockFile);
  const { files } = manifestFiles({ platform, lock });
  // No index: cdk8s owns this folder, and everything in it is written anew.
  writeOutput({ output: process.env['CDK8S_OUTDIR'] ?? 'cdk8s.out', files: new Map(files.map(({ path, content }) => [path, content])), overwrite: true });
} catch (cause) {
  process.stderr.write(`${errorText(cause)}\n`);
  process.exitCode = 1;
}
