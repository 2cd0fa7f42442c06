/** Every combination of one option for each aspect, and what must hold for each of them. */
import { findingsOf } from '../../bin/commands/validate';
import { Memos, synthesizeAll, type Input, type Synthesis } from '../../bin/pipeline';
import { loadLock, loadPlatform } from '../../lib/input/load';
import type { PlatformInput } from '../../lib/model';
import { lockFindings } from '../../lib/validate/lock';
import { clouds, deliveries, edges, loggings, monitorings, securities } from './options';

const workloads: PlatformInput['workloads'] = [
  {
    name: 'console',
    image: 'ghcr.io/acme/console:1.0.0',
    host: 'console.acme-db.example',
    access: { kind: 'login', roles: ['platform-admin', 'database-owner'] },
  },
  {
    name: 'api',
    image: 'ghcr.io/acme/api:1.0.0',
    host: 'api.acme-db.example',
    access: { kind: 'token', audience: 'dbaas-api', permissions: [{ name: 'databases:read', methods: ['GET'], paths: ['/v1/*'] }] },
  },
  { name: 'status', image: 'ghcr.io/acme/status:1.0.0', host: 'status.acme-db.example', access: { kind: 'public' } },
];

/** One of each engine and topology, with everything that a database can have. */
const tenants: PlatformInput['tenants'] = [{ name: 'payments', team: 'payments-team', email: 'payments@acme.example', viewers: ['payments'] }];
const databases: PlatformInput['databases'] = [
  {
    tenant: 'payments',
    engine: 'postgresql',
    name: 'orders',
    topology: 'ha-with-standby',
    users: [{ name: 'reader', access: 'read' }],
    pooling: {},
    endpoint: { kind: 'private', allow: ['10.0.0.0/8'], clients: ['api'] },
  },
  { tenant: 'payments', engine: 'postgresql', name: 'trial', topology: 'single', restore: { from: 'orders' } },
  { tenant: 'payments', engine: 'mariadb', name: 'content', endpoint: { kind: 'in-cluster', clients: ['console'] } },
];

const owner = { team: 'data-platform', email: 'data-platform@acme.example' };

export interface Combination {
  readonly name: string;
  readonly platform: PlatformInput;
}

/** All of them, in a fixed order. */
export const combinations: readonly Combination[] = Object.values(clouds).flatMap((cloud) =>
  Object.values(securities).flatMap((security) =>
    Object.values(deliveries).flatMap((delivery) =>
      Object.values(edges).flatMap((edge) =>
        Object.values(monitorings).flatMap((monitoring) =>
          Object.values(loggings).map((logging) => ({
            name: [cloud, security, delivery, edge, monitoring, logging].map(({ use }) => use).join(' '),
            platform: {
              version: 1 as const,
              name: 'acme-db',
              domain: 'acme-db.example',
              owner,
              cloud,
              security,
              delivery,
              edge,
              monitoring,
              logging,
              workloads,
              tenants,
              databases,
            },
          })),
        ),
      ),
    ),
  ),
);

export function inputOf({ platform }: Combination): Input {
  const text = JSON.stringify(platform, undefined, 2); // JSON is YAML
  return {
    parsed: loadPlatform(Buffer.from(text), 'platform.yaml'),
    lock: loadLock(undefined, 'cloud.lock.yaml'),
    texts: { platform: text, lock: undefined, teams: {} },
  };
}

/** Components that two combinations share are built once, as `synth --changed` does. */
const memos = new Memos();

/** Part `shard` of `shards`: jest runs files beside each other, so all of them are spread over several. */
export function describeCombinations(shard: number, shards: number): void {
  const mine = combinations.filter((_, index) => index % shards === shard);
  it.each(mine.map((each) => [each.name, each] as const))('%s', (_, combination) => {
    const input = inputOf(combination);
    const synthesis = synthesizeAll(input, undefined, memos);
    expect([...lockFindings(input.parsed.platform, input.lock, false), ...findingsOf(synthesis, false)]).toEqual([]);
    expect(twice(synthesis)).toEqual([]);
    // The bytes of every ninth, made from nothing: a second synthesis costs as much as the first.
    if (combinations.indexOf(combination) % 9 === 0) expect(synthesizeAll(inputOf(combination)).files).toEqual(synthesis.files);
  });
}

function twice({ files }: Synthesis): readonly string[] {
  const seen = new Set<string>();
  return files.flatMap(({ path }) => (seen.has(path) || !seen.add(path) ? [path] : []));
}
