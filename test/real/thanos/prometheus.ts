/** The Prometheus replicas of a cluster with their sidecars. The operator makes both of the Prometheus object in dist/; here its part is done by hand. */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { objects } from '../alerts/rule-files';
import { freePort, mustRun, type Servers } from '../process';
import { configMap, Thanos } from './pod';

interface PrometheusObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly externalLabels: Readonly<Record<string, string>>;
    readonly replicas: number;
    readonly serviceAccountName: string;
    readonly thanos: { readonly objectStorageConfigFile: string };
  };
}

export function prometheusObject(cluster: string): PrometheusObject {
  const [found] = objects<PrometheusObject>(cluster, 'prometheus-platform.');
  if (found === undefined) throw new Error(`dist/clusters/${cluster} has no Prometheus`);
  return found.object;
}

export interface ReplicaProps {
  readonly cluster: string;
  readonly index: number;
  readonly programs: { readonly prometheus: string; readonly promtool: string; readonly thanos: string };
  readonly folder: string;
  readonly servers: Servers;
  /** Environment of the pod. */
  readonly env: Readonly<Record<string, string>>;
}

/** Days before now of the samples that only the bucket will have. */
export const ages = { recent: 3, expired: 40 } as const;

/** Writes blocks, starts Prometheus over them and a sidecar beside it. */
export async function replica(props: ReplicaProps): Promise<{ readonly sidecar: Thanos; readonly stop: () => Promise<void> }> {
  const { cluster, index, programs, folder, servers, env } = props;
  const { metadata, spec } = prometheusObject(cluster);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  for (const [name, days] of Object.entries(ages)) await block(programs.promtool, data, `history_${name}`, days);
  const labels = { ...spec.externalLabels, prometheus: `${metadata.namespace}/${metadata.name}`, prometheus_replica: `prometheus-${metadata.name}-${index}` };
  const port = await freePort();
  const scrape = { job_name: 'self', scrape_interval: '1s', static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { instance: 'same' } }] };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ global: { external_labels: labels }, scrape_configs: [scrape] }));
  const sizes = ['min', 'max'].map((each) => `--storage.tsdb.${each}-block-duration=2h`);
  const process = servers.start(
    programs.prometheus,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=60d',
      `--web.listen-address=127.0.0.1:${port}`,
      ...sizes,
    ],
    join(folder, 'prometheus.log'),
  );
  const store = join(folder, 'objstore.yml');
  writeFileSync(store, configMap(cluster, 'prometheus-object-store')[basename(spec.thanos.objectStorageConfigFile)] ?? '');
  const args = ['sidecar', `--prometheus.url=http://127.0.0.1:${port}`, `--tsdb.path=${data}`, `--objstore.config-file=${store}`, '--log.format=json'];
  const sidecar = await Thanos.prepare({ program: programs.thanos, name: `${cluster} sidecar ${index}`, args, folder: join(folder, 'sidecar'), servers, env });
  sidecar.start();
  return {
    sidecar,
    stop: async () => {
      await sidecar.stop();
      process.kill('SIGTERM');
    },
  };
}

/** A block with one sample a minute for an hour. */
async function block(promtool: string, data: string, metric: string, days: number): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000) - days * 86_400;
  const start = seconds - (seconds % 7200);
  const samples = Array.from({ length: 60 }, (_, minute) => `${metric}{job="history"} ${minute} ${start + minute * 60}`);
  const [input, output] = [join(data, '..', `${metric}.txt`), join(data, '..', metric)];
  writeFileSync(input, `# TYPE ${metric} gauge\n${samples.join('\n')}\n# EOF\n`);
  await mustRun(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', input, output]);
  for (const made of readdirSync(output)) renameSync(join(output, made), join(data, made));
}
