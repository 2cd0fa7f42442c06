/**
 * Pipelines of Logstash. One takes lines from agents and sorts them by tenant; each tenant then has a pipeline, a queue
 * on disk and rejected lines of its own. Text in Logstash's language, made of the pieces in blocks.ts.
 */
import { logTenants, type LogTenant } from '../../../../lib/names';
import { users } from '../elasticsearch/users';
import { datasets, logstash, store } from '../names';
import { block, branch, inList, plugin, type Statement } from './language';
import { redactions } from './redaction';

export const tlsFolder = '/etc/logstash/tls';
export const passwordVariable = 'LOG_WRITER_PASSWORD';
export const intake = 'intake';
export const tenantNames: readonly LogTenant[] = Object.values(logTenants);

/** Who is stored apart from the platform: names of namespaces. */
export interface Tenancy {
  readonly audit: readonly string[];
  readonly workloads: readonly string[];
}

/** Takes from agents that show a certificate of the platform; whose a line is follows from its namespace alone. */
export const intakePipeline = ({ audit, workloads }: Tenancy): string =>
  [
    block('input', [
      plugin('beats', {
        port: logstash.port,
        ssl_enabled: true,
        ssl_certificate: `${tlsFolder}/tls.crt`,
        ssl_key: `${tlsFolder}/tls.key`,
        ssl_certificate_authorities: [`${tlsFolder}/ca.crt`],
        ssl_client_authentication: 'required',
        ssl_supported_protocols: ['TLSv1.2', 'TLSv1.3'],
        // What agents say of themselves is not needed beside their node.
        enrich: 'none',
      }),
    ]),
    block('output', [
      branch([
        [inList('[kubernetes][namespace]', audit), [toTenant('audit')]],
        [inList('[kubernetes][namespace]', workloads), [toTenant('workloads')]],
        ['else', [toTenant('platform')]],
      ]),
    ]),
  ].join('');

const toTenant = (tenant: LogTenant): Statement => plugin('pipeline', { send_to: [tenant] });

/** Redacts, reads JSON, names the data stream, stores. */
export const tenantPipeline = (tenant: LogTenant): string =>
  [block('input', [plugin('pipeline', { address: tenant })]), block('filter', filters(tenant)), block('output', [toStore])].join('');

const filters = (tenant: LogTenant): readonly Statement[] => [
  // Events of Kubernetes have their text elsewhere.
  branch([['[kubernetes][event][message]', [plugin('mutate', { copy: { '[kubernetes][event][message]': 'message' } })]]]),
  // Before anything is read out of the line: copies of it are redacted as well.
  ...redactions.map(({ pattern, replacement }) => plugin('mutate', { gsub: ['message', pattern, replacement] })),
  branch([
    [
      '[message] =~ /\\A\\s*\\{/',
      [
        plugin('json', { source: 'message', target: 'json', skip_on_invalid_json: true }),
        branch([
          ['[json][level]', [plugin('mutate', { copy: { '[json][level]': '[log][level]' } })]],
          ['[json][severity]', [plugin('mutate', { copy: { '[json][severity]': '[log][level]' } })]],
        ]),
        // In one go a text would be converted before it is copied.
        plugin('mutate', { convert: { '[json][status]': 'string' }, lowercase: ['[log][level]'] }),
        branch([
          [
            '[json][status] =~ /\\A[1-5]\\d\\d\\z/',
            [
              plugin('mutate', { copy: { '[json][status]': '[http][response][status_code]' } }),
              plugin('mutate', { convert: { '[http][response][status_code]': 'integer' } }),
            ],
          ],
        ]),
      ],
    ],
  ]),
  branch([
    ['[kubernetes][event]', [dataset(datasets.events)]],
    ['[kubernetes][namespace]', [dataset(datasets.pods)]],
    ['else', [dataset(datasets.node)]],
  ]),
  plugin('mutate', {
    add_field: { '[data_stream][type]': 'logs', '[data_stream][namespace]': tenant },
    remove_field: ['[agent][ephemeral_id]', '[input]', 'tags'],
  }),
];

const dataset = (name: string): Statement => plugin('mutate', { add_field: { '[data_stream][dataset]': name } });

/** Refused for good, a line goes to the rejected ones; while Elasticsearch is away, all of them wait in the queue. */
const toStore: Statement = plugin('elasticsearch', {
  hosts: [store.url],
  user: users.writer.name,
  password: `\${${passwordVariable}}`,
  ssl_enabled: true,
  ssl_certificate_authorities: [`${tlsFolder}/ca.crt`],
  ssl_verification_mode: 'full',
  data_stream: true,
  compression_level: 1,
});
