import { redactions } from '../../../../manifests/logging/elk/logstash/redaction';
import { workloadsOn } from '../../../../lib/names';
import { parsePipeline } from './grammar';
import { logging, pipeline, pipelines, withElk, type Fields } from './example';

const aws = logging('aws-euc1');
const intake = pipeline(aws, 'intake')['config.string'];
const tenants = ['platform', 'workloads', 'audit'];

/** Settings of the plugins that 9.4 brings, as far as the pipelines use them: facts of their documentation. */
const known: Readonly<Record<string, readonly string[]>> = {
  'input beats': [
    'port',
    'ssl_enabled',
    'ssl_certificate',
    'ssl_key',
    'ssl_certificate_authorities',
    'ssl_client_authentication',
    'ssl_supported_protocols',
    'enrich',
  ],
  'input pipeline': ['address'],
  'output pipeline': ['send_to'],
  'filter mutate': ['add_field', 'convert', 'copy', 'gsub', 'lowercase', 'remove_field'],
  'filter json': ['source', 'target', 'skip_on_invalid_json'],
  'output elasticsearch': [
    'hosts',
    'user',
    'password',
    'ssl_enabled',
    'ssl_certificate_authorities',
    'ssl_verification_mode',
    'data_stream',
    'compression_level',
  ],
};

describe('the pipelines', () => {
  it.each(pipelines(aws).map((each) => [each['pipeline.id'], each['config.string']]))(
    '%s is a sentence of the language, of plugins and settings that exist',
    (_, text) => {
      const used = parsePipeline(text);
      expect(used.length).toBeGreaterThan(3);
      for (const { section, name, settings } of used) {
        expect(Object.keys(known)).toContain(`${section} ${name}`);
        expect([name, settings.filter((setting) => !known[`${section} ${name}`]?.includes(setting))]).toEqual([name, []]);
      }
    },
  );

  it('would be refused if they were not', () => {
    for (const text of [
      'input { beats { port => } }',
      "filter { if [a] in ['x' { } }",
      "output { elasticsearch { hosts => ['a' } }",
      'input { beats { port = 5 } }',
    ])
      expect(() => parsePipeline(text)).toThrow('expected at');
  });

  it('are one that takes, and one for each tenant that stores; each is sent to', () => {
    expect(pipelines(aws).map((each) => each['pipeline.id'])).toEqual(['intake', ...tenants]);
    expect([...intake.matchAll(/send_to => \['(\w+)'\]/g)].map(([, to]) => to).sort()).toEqual([...tenants].sort());
    for (const tenant of tenants) expect(pipeline(aws, tenant)['config.string']).toContain(`address => '${tenant}'`);
  });

  it('give each namespace to exactly one tenant, whatever it is called', () => {
    const tenantOf = (namespace: string): string => {
      const cases = [...intake.matchAll(/in \[([^\]]*)\] \{\s*pipeline \{\s*send_to => \['(\w+)'\]/g)];
      return cases.find(([, list = '']) => list.split(', ').includes(`'${namespace}'`))?.[2] ?? 'platform';
    };
    const expected = {
      keycloak: 'audit',
      login: 'audit',
      argocd: 'audit',
      console: 'workloads',
      api: 'workloads',
      'kube-system': 'platform',
      elastic: 'platform',
      'api-2': 'platform',
    };
    expect(Object.fromEntries(Object.keys(expected).map((namespace) => [namespace, tenantOf(namespace)]))).toEqual(expected);
    expect(workloadsOn(withElk(), { name: 'aws-euc1' }).map(({ name }) => tenantOf(name))).toEqual(['workloads', 'workloads', 'workloads']);
  });

  it('never ask whether a field is in a list of one, which Logstash reads as a text', () => {
    const none = logging(
      'aws-euc1',
      withElk('', (yaml) => yaml.replace(/\nworkloads:[\s\S]*$/, '\n')),
    );
    for (const text of [intake, pipeline(none, 'intake')['config.string']])
      for (const [, list = ''] of text.matchAll(/ in \[([^\]]*)\]/g)) expect(list).toMatch(/'-'$/);
    expect(() => parsePipeline(pipeline(none, 'intake')['config.string'])).not.toThrow();
  });

  it('keep what they have on disk, and apart what is refused for good', () => {
    expect(aws.file('logstash', 'logstash.yml')).toMatchObject({ 'queue.type': 'persisted', 'log.format': 'json' });
    for (const tenant of tenants)
      expect(pipeline(aws, tenant)).toMatchObject({
        'queue.max_bytes': '2gb',
        'dead_letter_queue.enable': true,
        'dead_letter_queue.storage_policy': 'drop_older',
      });
  });

  it('fit with their queues on the volume of a replica, and hold four hours together', () => {
    for (const [daily, queue] of [
      [20, 2],
      [120, 10],
    ] as const) {
      const of = logging('aws-euc1', withElk(`  ingestionGBPerDay: ${daily}\n  storageGiB: 1700\n  memoryGiB: 27\n`));
      expect(pipeline(of, 'audit')['queue.max_bytes']).toBe(`${queue}gb`);
      expect(2 * queue).toBeGreaterThanOrEqual((daily * 4) / 24);
      const sizes = pipelines(of).flatMap((each) =>
        [each['queue.max_bytes'], each['dead_letter_queue.max_bytes']].filter(Boolean).map((size) => Number.parseInt(String(size))),
      );
      const [claim] = of.spec('logstash', 'StatefulSet')['volumeClaimTemplates'] as readonly { spec: { resources: { requests: { storage: string } } } }[];
      expect(Number.parseInt(claim?.spec.resources.requests.storage ?? '')).toBeGreaterThan(sizes.reduce((a, b) => a + b, 0));
    }
  });

  it('take lines from those who show a certificate only, and check that of the store', () => {
    expect(intake).toContain("ssl_client_authentication => 'required'");
    for (const tenant of tenants) {
      expect(pipeline(aws, tenant)['config.string']).toContain("ssl_verification_mode => 'full'");
      expect(pipeline(aws, tenant)['config.string']).toContain("password => '${LOG_WRITER_PASSWORD}'");
    }
  });

  it('write into the data stream of the tenant, by what wrote the line', () => {
    for (const tenant of tenants) {
      const text = pipeline(aws, tenant)['config.string'];
      expect(text).toContain(`'[data_stream][namespace]' => '${tenant}'`);
      expect([...text.matchAll(/\[data_stream\]\[dataset\]' => '([^']+)'/g)].map(([, name]) => name)).toEqual(['kubernetes.events', 'kubernetes', 'node']);
    }
  });
});

/** What Ruby does with a pattern, in JavaScript: both know these the same way. */
const redacted = (line: string): string =>
  redactions.reduce((text, { pattern, replacement }) => {
    const ignoreCase = pattern.startsWith('(?i)');
    return text.replace(new RegExp(ignoreCase ? pattern.slice(4) : pattern, ignoreCase ? 'gi' : 'g'), replacement.replaceAll(/\\(\d)/g, '$$$1'));
  }, line);

describe('redaction', () => {
  it.each([
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
    ['{"headers":{"authorization":"Basic dXNlcjpwYXNz"}}', '{"headers":{"authorization":"Basic [redacted]"}}'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl was refused', 'token [redacted token] was refused'],
    ['connect postgres://app:s3cret@db:5432/app failed', 'connect postgres://app:[redacted]@db:5432/app failed'],
    ['key AKIAABCDEFGHIJKLMNOP used', 'key AKIA[redacted] used'],
    ['login password=hunter2 from 10.0.0.1', 'login password=[redacted] from 10.0.0.1'],
    ['{"user":"a","client_secret":"abc123","x":1}', '{"user":"a","client_secret":"[redacted]","x":1}'],
    ['{\\"password\\":\\"abc\\"}', '{\\"password\\":\\"[redacted]\\"}'],
    ['-----BEGIN RSA PRIVATE KEY-----MIIE-----END RSA PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY----- [redacted]'],
  ])('%s', (line, expected) => {
    expect(redacted(line)).toBe(expected);
  });

  it.each(['GET /v1/passwords 200', 'http://example.com/a:b@c', 'user alice logged in', '{"status":200,"path":"/tokens"}'])('leaves alone: %s', (line) => {
    expect(redacted(line)).toBe(line);
  });

  it('comes before anything is read out of the line, and stands in every pipeline that stores', () => {
    for (const tenant of tenants) {
      const text = pipeline(aws, tenant)['config.string'];
      for (const { pattern } of redactions) expect(text).toContain(pattern);
      expect(text.lastIndexOf('gsub =>')).toBeLessThan(text.indexOf('json {'));
    }
  });
});

describe('the replicas', () => {
  const spec = aws.spec('logstash', 'StatefulSet') as {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly Fields[] } };
  } & Fields;

  it('are two in two zones, each with a name that agents call and its certificate has', () => {
    expect(spec).toMatchObject({ replicas: 2, serviceName: 'logstash', persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } });
    expect(aws.spec('logstash', 'PodDisruptionBudget')).toMatchObject({ maxUnavailable: 1 });
    const hosts = ['logstash-0.logstash.elastic.svc', 'logstash-1.logstash.elastic.svc'];
    expect(aws.spec('logstash', 'Certificate')).toMatchObject({ dnsNames: hosts, privateKey: { encoding: 'PKCS8' } });
    expect(aws.file('filebeat', 'filebeat.yml')).toMatchObject({ output: { logstash: { hosts: hosts.map((host) => `${host}:5044`), loadbalance: true } } });
  });

  it('start anew when their certificate was renewed, or their configuration changed', () => {
    const [logstash] = spec.template.spec.containers;
    expect(JSON.stringify(logstash?.['livenessProbe'])).toContain('cmp -s /etc/logstash/tls/tls.crt /tmp/tls.crt');
    expect(JSON.stringify(logstash?.['command'])).toContain('cp /etc/logstash/tls/tls.crt /tmp/tls.crt');
    const checksum = (of = aws) =>
      (of.spec('logstash', 'StatefulSet')['template'] as { metadata: { annotations: Fields } }).metadata.annotations['dbaas/config'];
    expect(checksum()).not.toBe(checksum(logging('aws-euc1', withElk('  ingestionGBPerDay: 60\n  storageGiB: 1000\n  memoryGiB: 16\n'))));
  });
});
