/** Loki itself with the settings of dist/: takes them, stores in the bucket of its cloud, keeps tenants apart, refuses what it must and nothing else. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authority } from '../certificates';
import { Hosts } from '../hosts';
import { azure } from '../object-stores/azure';
import { s3 } from '../object-stores/s3';
import type { ObjectStore } from '../object-stores/store';
import type { Part } from '../part';
import { freePort, run, until } from '../process';
import { goPrograms, goVersion, nodeProgram } from '../programs';
import { configuration, lokiValues, overridesOf } from './configuration';
import { limits } from './limits';
import { metricNames } from './metrics';
import { tenants } from './tenants';

export const loki: Part = async ({ report, servers, work, platform }) => {
  const say = (text: string): void => report.note(text);
  const program = (await goPrograms('loki', say))('loki');
  const [gofakes3, azurite] = [(await goPrograms('gofakes3', say))('gofakes3'), await nodeProgram('azurite', 'azurite-blob', say)];
  report.note(`Loki ${goVersion('loki', 'github.com/grafana/loki/v3')}`);
  const root = join(work, 'run');
  rmSync(root, { recursive: true, force: true });
  const ca = await authority(join(root, 'web'), 'clouds');
  for (const { name, provider } of platform.cloud.clusters) {
    const [folder, values, hosts] = [join(root, name), lokiValues(name), await Hosts.start()];
    mkdirSync(folder, { recursive: true });
    const common = { folder: join(folder, 'cloud'), hosts, servers, ca };
    const { bucketNames, object_store: store } = values.loki.storage;
    const identities = new Map([[values.serviceAccount.name, values.serviceAccount.annotations['azure.workload.identity/client-id'] ?? '']]);
    const tenant = 'azure' in platform.cloud ? platform.cloud.azure.tenantId : '';
    const bucket: ObjectStore =
      provider === 'aws'
        ? await s3({ ...common, gofakes3, bucket: bucketNames.chunks, region: String(store.s3?.['region']) })
        : await azure({ ...common, azurite, account: String(store.azure?.['account_name']), container: bucketNames.chunks, tenant, identities });
    try {
      const [http, grpc, overrides, file] = [await freePort(), await freePort(), join(folder, 'overrides.yaml'), join(folder, 'config.yaml')];
      const config = configuration(values, { folder, http, grpc, overrides });
      writeFileSync(overrides, JSON.stringify(overridesOf(values)));
      writeFileSync(file, JSON.stringify(config));
      const read = await run(program, ['-verify-config', `-config.file=${file}`]);
      report.check(`${name}: Loki takes the settings of dist/`, read.code === 0 ? [] : [read.stderr || read.stdout]);
      writeFileSync(`${file}.broken`, JSON.stringify({ ...config, querrier: {} }));
      const broken = await run(program, ['-verify-config', `-config.file=${file}.broken`]);
      report.check(`${name}: and refuses a misspelt key`, broken.code === 0 ? ['it takes it'] : []);
      const env = { ...hosts.env, SSL_CERT_FILE: ca.certificate, ...bucket.env(values.serviceAccount.name) };
      servers.start(program, [`-config.file=${file}`, '-target=all'], join(folder, 'loki.log'), { env, cwd: folder });
      await until('Loki is ready', 90, async () => ((await fetch(`http://127.0.0.1:${http}/ready`).catch(() => undefined))?.ok === true ? true : undefined));
      const stage = { name, url: `http://127.0.0.1:${http}`, values, bucket, report };
      await tenants(stage);
      await limits(stage);
      await metricNames(stage);
      report.check(`${name}: Loki asked for no host that dist/ does not tell it`, [...hosts.unknown]);
      report.check(`${name}: every request to the bucket was one that the cloud takes`, [...bucket.problems]);
    } finally {
      await servers.stop();
      await bucket.stop();
      await hosts.stop();
    }
  }
};
