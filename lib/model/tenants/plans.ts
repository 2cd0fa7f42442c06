/** Plans: named sizes of a database instance. */
import { z } from 'zod';
import { cpu, dnsLabel, memory } from '../fields';

const size = {
  cpu: cpu.describe('CPU request of an instance.'),
  memory: memory.describe('Memory request and limit of an instance; a quarter becomes shared buffers. At least 1Gi.'),
  storageGiB: z.int().min(5).max(16_000).describe('Volume of the data of an instance, in GiB.'),
  walGiB: z.int().min(2).max(1000).describe('Volume of the write-ahead log of an instance, in GiB.'),
  connections: z.int().min(25).max(5000).describe('Connections that an instance accepts (`max_connections`).'),
  availability: z
    .number()
    .min(90)
    .max(99.99)
    .default(99.9)
    .describe('Share of the time, in percent over 30 days, that the primary accepts connections: objective of alerts on a burning budget.'),
};

export const plan = z.strictObject({ name: dnsLabel(20, 'analytics').describe('Name that databases choose by `plan`.'), ...size });
export type Plan = z.output<typeof plan>;

/** Plans of every platform; a plan of the same name in platform.yaml takes the place of one of these. */
export const builtInPlans: readonly Plan[] = [
  { name: 'small', cpu: '500m', memory: '2Gi', storageGiB: 20, walGiB: 5, connections: 100, availability: 99.5 },
  { name: 'medium', cpu: '1', memory: '4Gi', storageGiB: 50, walGiB: 10, connections: 200, availability: 99.9 },
  { name: 'large', cpu: '2', memory: '8Gi', storageGiB: 200, walGiB: 20, connections: 400, availability: 99.95 },
  { name: 'xlarge', cpu: '4', memory: '16Gi', storageGiB: 500, walGiB: 50, connections: 800, availability: 99.95 },
];

export const plansSchema = z
  .array(plan)
  .max(50)
  .default([])
  .describe(
    `Sizes of databases beside the built-in ones: ${builtInPlans.map(({ name, cpu: cpus, memory: ram, storageGiB }) => `${name} (${cpus} CPU, ${ram}, ${storageGiB} GiB)`).join(', ')}.`,
  );

/** All plans of a platform, by name. */
export const plansOf = ({ plans }: { readonly plans: readonly Plan[] }): ReadonlyMap<string, Plan> =>
  new Map([...builtInPlans, ...plans].map((each) => [each.name, each]));

/** Quantities as numbers: thousandths of a CPU, MiB. */
export const millicores = (text: string): number => (text.endsWith('m') ? Number(text.slice(0, -1)) : Math.round(Number(text) * 1000));
export const mebibytes = (text: string): number => Number(text.slice(0, -2)) * (text.endsWith('Gi') ? 1024 : 1);
