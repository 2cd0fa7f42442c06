/** A stack without findings, and what a test changes in it. */
import { checkStack, readTables, type StackFinding } from '../../../infra/check';

export const tables = readTables();

type Json = Record<string, unknown>;

export function soundStack(): Json {
  return {
    terraform: {
      required_version: '>= 1.11',
      required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.25.0' }, cloudflare: { source: 'cloudflare/cloudflare', version: '~> 5.14.0' } },
      backend: { s3: { bucket: 'state', key: 'edge.tfstate', region: 'eu-central-1', encrypt: true, kms_key_id: 'alias/state', use_lockfile: true } },
    },
    provider: { aws: [{ region: 'eu-central-1' }, { alias: 'global', region: 'us-east-1' }], cloudflare: [{}] },
    variable: { pull_key: { type: 'string', sensitive: true, description: 'Key' } },
    locals: { prefix: 'acme' },
    data: { aws_caller_identity: { me: {} } },
    resource: {
      aws_eip: { a: { domain: 'vpc', tags: { Name: '${local.prefix}-a', 'kubernetes.io/x': 'y' } } },
      aws_kms_key: {
        state: {
          enable_key_rotation: true,
          policy:
            '{"Statement":[{"Resource":"arn:aws:s3:::b/$${aws:PrincipalTag/kubernetes-namespace}/*","Principal":"${data.aws_caller_identity.me.account_id}"}]}',
        },
      },
      aws_s3_bucket_versioning: { b: { bucket: 'b', versioning_configuration: { status: 'Enabled' } } },
      cloudflare_zone_setting: { ssl: { zone_id: 'z', setting_id: 'ssl', value: 'strict' } },
      cloudflare_load_balancer_pool: {
        one: { account_id: 'a', name: 'one', origins: [{ name: 'a', address: '${aws_eip.a.public_ip}', enabled: true, weight: 1 }] },
      },
      cloudflare_authenticated_origin_pulls_certificate: {
        pull: {
          zone_id: 'z',
          certificate: 'c',
          private_key: '${var.pull_key}',
          depends_on: ['cloudflare_zone_setting.ssl'],
          lifecycle: { create_before_destroy: true, ignore_changes: ['certificate'] },
        },
      },
    },
    output: { addresses: { value: ['${aws_eip.a.public_ip}'], description: 'Addresses' } },
  };
}

/** Sets the value at a path of the sound stack; undefined removes it. */
export function changed(path: string, value: unknown): string {
  const stack = soundStack();
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  let at = stack;
  for (const key of keys) at = (at[key] ??= {}) as Json; // the paths of the tests name objects
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(stack);
}

export const findingsOf = (json: string): readonly StackFinding[] => checkStack('edge', json, tables);
/** `address argument: message` of every finding. */
export const sentences = (json: string): readonly string[] =>
  findingsOf(json).map(({ address, argument, message }) => `${address}${argument ? ` ${argument}` : ''}: ${message}`);
