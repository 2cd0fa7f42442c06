/** `cdktf synth` and `cdktf deploy` run this: the same stacks, written to cdktf.out. */
import { readFileSync } from 'node:fs';
import { TerraformApp } from '../lib/constructs/terraform';
import { emptyLock, parsePlatform } from '../lib/model';
import { buildStacks } from './synth';

const file = 'platform.yaml';
const { platform } = parsePlatform(readFileSync(file, 'utf8'), file);
const app = new TerraformApp();
buildStacks(app, { platform, lock: emptyLock });
app.synth();
