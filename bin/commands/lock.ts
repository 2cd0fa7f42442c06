import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inputFlag, usage, type Command } from '../../lib/cli/usage';
import { plural } from '../../lib/cli/report';
import { lockText, PlatformError, type CloudLock, type Cluster } from '../../lib/model';
import { lockKeys } from '../../lib/names';

export const lock: Command = {
  name: 'lock',
  summary: 'Fill cloud.lock.yaml from `terraform output -json` of the identity stacks.',
  positional: '<cluster>-identity.json …',
  flags: { input: inputFlag },
  run: async ({ input }, files) => {
    const { readInput } = await import('../pipeline.js');
    const { parsed, lock: before } = readInput(String(input));
    if (files.length === 0) throw usage('which outputs?', 'terraform -chdir=dist/terraform/<cluster>-identity output -json > <cluster>-identity.json, then: dbaas-gitops lock <cluster>-identity.json');
    const clusters: readonly Cluster[] = parsed.platform.cloud.clusters;
    const read = files.map((file) => clientIds(file, clusters));
    const after: CloudLock = { clusters: { ...before.clusters, ...Object.fromEntries(read.map(({ cluster, values }) => [cluster, { ...before.clusters[cluster], ...values }])) } };
    writeFileSync(join(dirname(String(input)), 'cloud.lock.yaml'), lockText(after));
    const open = clusters.flatMap((cluster) => lockKeys(parsed.platform, cluster).filter((key) => after.clusters[cluster.name]?.[key] === undefined).map((key) => `${cluster.name}: ${key}`));
    process.stdout.write(`cloud.lock.yaml: ${plural(read.reduce((sum, { values }) => sum + Object.keys(values).length, 0), 'value')} taken; ${open.length === 0 ? 'complete' : `still open: ${open.join(', ')}`}\n`);
    return 0;
  },
};

/** Client ids in one output file; which cluster they belong to is written in the output itself. */
function clientIds(file: string, clusters: readonly Cluster[]): { readonly cluster: string; readonly values: Readonly<Record<string, string>> } {
  const outputs = parsedOutputs(file);
  const cluster = outputs['cluster']?.value;
  const ids = outputs['client_ids']?.value;
  if (typeof cluster !== 'string' || !clusters.some(({ name }) => name === cluster)) throw invalid(file, `its output 'cluster' names no cluster of the platform`);
  if (ids === null || typeof ids !== 'object') throw invalid(file, `it has no output 'client_ids'`);
  return { cluster, values: Object.fromEntries(Object.entries(ids).map(([id, value]) => [`identities.${id}.clientId`, uuid(file, id, value)])) };
}

function parsedOutputs(file: string): Readonly<Record<string, { readonly value?: unknown } | undefined>> {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as Readonly<Record<string, { readonly value?: unknown } | undefined>>;
  } catch {
    throw invalid(file, 'it is no JSON');
  }
}

function uuid(file: string, id: string, value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value;
  throw invalid(file, `the client id of '${id}' is no UUID`);
}

const invalid = (file: string, why: string) =>
  new PlatformError({ code: 'lock/invalid', path: file, message: `this is not the output of an identity stack: ${why}`, fix: 'terraform -chdir=dist/terraform/<cluster>-identity output -json > <cluster>-identity.json' });
