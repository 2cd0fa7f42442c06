#!/usr/bin/env node
/** Composes the two apps behind one command; everything else about the command line is in lib/cli. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { terraformFiles } from '../infra/synth';
import { emptyLock, parsePlatform } from '../lib/model';
import { manifestFiles } from '../manifests/synth';

const input = process.argv[3] ?? 'platform.yaml';
const output = process.argv[4] ?? 'dist';
const { platform } = parsePlatform(readFileSync(input, 'utf8'), input);
const stacks = terraformFiles({ platform, lock: emptyLock });
const { files, clusters } = manifestFiles({ platform, lock: emptyLock });
rmSync(output, { recursive: true, force: true });
for (const { path, content } of [...stacks.map(({ file }) => file), ...files]) {
  mkdirSync(dirname(join(output, path)), { recursive: true });
  writeFileSync(join(output, path), content);
}
for (const { cluster, components } of clusters)
  for (const { component, wave, dependsOn } of components) console.log(cluster.name, String(wave).padStart(2), component.name, '<-', dependsOn.join(' '));
