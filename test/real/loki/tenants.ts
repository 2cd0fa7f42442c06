/** Tenants, labels, and the bucket. */
import { until } from '../process';
import { ask, linesOf, push, type LokiStage } from './push';

const names = ['platform', 'workloads', 'audit'];

export async function tenants(stage: LokiStage): Promise<void> {
  const { name, report, bucket, url, values } = stage;
  const answers = await Promise.all(names.map((tenant) => push(stage, tenant, { body: `of ${tenant}` })));
  report.check(
    `${name}: a line of each tenant is taken`,
    answers.filter(({ status }) => status !== 204 && status !== 200).map(({ status, text }) => `HTTP ${status} ${text}`),
  );
  const seen = await Promise.all(names.map((tenant) => linesOf(stage, tenant, '{service_name="api"}', 1)));
  report.check(
    `${name}: and read by this tenant only`,
    names.flatMap((tenant, index) => (seen[index]?.join() === `of ${tenant}` ? [] : [`${tenant} reads '${seen[index]?.join("', '")}'`])),
  );
  const everything = await linesOf(stage, names.join('|'), '{k8s_cluster_name=~".+"}', 3);
  report.check(`${name}: the data source of the dashboards reads all tenants`, everything.length === 3 ? [] : [`it reads '${everything.join("', '")}'`]);
  const without = await fetch(`${url}/loki/api/v1/labels`);
  report.check(`${name}: who names no tenant reads nothing`, without.status === 401 ? [] : [`HTTP ${without.status}`]);
  await labels(stage);
  await fetch(`${url}/flush`, { method: 'POST' });
  const stored = await until('chunks', 30, async () => {
    const keys = await bucket.keys();
    return names.every((tenant) => keys.some((key) => key.startsWith(`${tenant}/`))) ? true : undefined;
  }).catch(() => undefined);
  report.check(`${name}: chunks of each tenant are in the bucket that dist/ names, written as its service account`, [
    ...(stored === undefined ? [`there are: ${(await bucket.keys()).join(', ') || 'none'}`] : []),
    ...([...bucket.users].join() === values.serviceAccount.name ? [] : [`tokens were given to ${[...bucket.users].join(', ') || 'nobody'}`]),
  ]);
}

/** What is indexed makes streams; the rest is found all the same. */
async function labels(stage: LokiStage): Promise<void> {
  const answer = await fetch(`${stage.url}/loki/api/v1/labels`, { headers: { 'X-Scope-OrgID': 'platform' } });
  const indexed = ((await answer.json()) as { readonly data: readonly string[] }).data.filter((label) => !label.startsWith('__')).sort();
  const config = stage.values.loki.limits_config as unknown as {
    readonly otlp_config: { readonly resource_attributes: { readonly attributes_config: readonly { readonly attributes: readonly string[] }[] } };
  }; // read above as a part
  const wanted = config.otlp_config.resource_attributes.attributes_config
    .flatMap(({ attributes }) => attributes.map((each) => each.replaceAll('.', '_')))
    .sort();
  stage.report.check(
    `${stage.name}: the labels of a stream are those of dist/`,
    indexed.join() === wanted.join() ? [] : [`they are ${indexed.join(', ')}, not ${wanted.join(', ')}`],
  );
  const [stream] = await ask(stage, 'platform', '{service_name="api"} | k8s_pod_name="api-7d9f8b6c5d-x2k9q"');
  stage.report.check(`${stage.name}: a line is found by its pod, which is no label`, stream === undefined ? ['it is not found'] : []);
}
