/** The input of the example in a folder of its own: edited by the command line, synthesised, read as the delivery reads it. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import { teamsFolder } from '../../../lib/input/read';
import { yamlFiles } from '../kubernetes/delivery';
import { mustRun } from '../process';

const program = resolve('build/bin/dbaas-gitops.js');

export class InputFolder {
  constructor(private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ['platform.yaml', teamsFolder]) if (existsSync(name)) cpSync(name, join(folder, name), { recursive: true });
  }

  /** Runs a command of the command line. */
  run(...args: readonly string[]): Promise<string> {
    return mustRun('node', [program, ...args], { cwd: this.folder });
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }
  edit(file: string, from: string, to: string): void {
    const text = readFileSync(join(this.folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no '${from}'`);
    this.write(file, text.replace(from, to));
  }

  /** Takes the last entry of a file away. */
  cut(file: string, name: string): void {
    const text = readFileSync(join(this.folder, file), 'utf8');
    const at = text.lastIndexOf('  - engine:');
    if (!text.slice(at).includes(`name: ${name}\n`)) throw new Error(`${name} is not the last entry of ${file}`);
    this.write(file, text.slice(0, at));
  }

  /** What git has of a component of a cluster after a synthesis. */
  async objects(cluster: string, component: string): Promise<readonly KubeObject[]> {
    await this.run('synth', '--quiet');
    return filesOf(join(this.folder, 'dist'), cluster, component);
  }
}

export const filesOf = (dist: string, cluster: string, component: string): readonly KubeObject[] =>
  yamlFiles(join(dist, 'clusters', cluster, component)).map((file) => parse(readFileSync(file, 'utf8')) as KubeObject); // dist/ holds one object a file
