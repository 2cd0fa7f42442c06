import { changed, findingsOf, sentences, soundStack } from './sound-stack';
import { addressesIn, checkAcross, stackFindings } from '../../../infra/check';

type Case = readonly [sentence: string, path: string, value: unknown, finding: string];

/** Each names a trap, where it is set, and what must be said about it. */
function refuses(cases: readonly Case[]): void {
  test.each(cases)('%s', (_sentence, path, value, finding) => {
    expect(sentences(changed(path, value)).filter((each) => each.startsWith(finding.split('…')[0] ?? '') && each.includes(finding.split('…')[1] ?? ''))).not.toEqual([]);
  });
}

test('a sound stack has no findings', () => {
  expect(sentences(JSON.stringify(soundStack()))).toEqual([]);
});

test('each finding says what to do', () => {
  expect(findingsOf(changed('resource/aws_eip/a/domain', 4))).toEqual([
    { stack: 'edge', address: 'aws_eip.a', argument: 'domain', message: 'must be a string, not the number 4', fix: 'Put the value in quotes.' },
  ]);
});

describe('arguments', () => {
  refuses([
    ['refuses an argument that the provider does not have', 'resource/aws_eip/a/vpcc', true, 'aws_eip.a vpcc: is no argument of the provider'],
    ['refuses a name that was not converted to snake_case', 'resource/aws_eip/a/publicIpv4Pool', 'x', 'aws_eip.a publicIpv4Pool: is no argument'],
    ['misses a required argument', 'resource/cloudflare_zone_setting/ssl/setting_id', undefined, 'cloudflare_zone_setting.ssl setting_id: is required and missing'],
    ['takes null for missing', 'resource/cloudflare_zone_setting/ssl/setting_id', null, 'cloudflare_zone_setting.ssl setting_id: is required and missing'],
    ['refuses to write what the provider computes', 'resource/aws_eip/a/public_ip', '192.0.2.1', 'aws_eip.a public_ip: is set by the provider'],
    ['refuses a boolean in quotes', 'resource/aws_kms_key/state/enable_key_rotation', 'true', 'aws_kms_key.state enable_key_rotation: must be a bool'],
    ['refuses text around a number', 'resource/aws_kms_key/state/deletion_window_in_days', 'a-${local.prefix}', 'aws_kms_key.state deletion_window_in_days: must be a number'],
    ['refuses a text where a list belongs', 'resource/cloudflare_zone_setting/ssl/depends', [], 'cloudflare_zone_setting.ssl depends: is no argument'],
    ['refuses one object where an attribute is a list', 'resource/cloudflare_load_balancer_pool/one/origins', { name: 'a' }, 'cloudflare_load_balancer_pool.one origins: must be a list of objects'],
    ['refuses a list where an attribute is one object', 'resource/cloudflare_load_balancer_pool/one/origin_steering', [{ policy: 'random' }], 'cloudflare_load_balancer_pool.one origin_steering: must be one object'],
    ['refuses two blocks where one may be', 'resource/aws_s3_bucket_versioning/b/versioning_configuration', [{ status: 'Enabled' }, { status: 'Enabled' }], 'aws_s3_bucket_versioning.b versioning_configuration: has 2 blocks'],
    ['misses a required block', 'resource/aws_s3_bucket_versioning/b/versioning_configuration', [], 'aws_s3_bucket_versioning.b versioning_configuration: has 0 blocks'],
    ['looks into nested objects', 'resource/cloudflare_load_balancer_pool/one/origins', [{ adress: 'x' }], 'cloudflare_load_balancer_pool.one origins[0].adress: is no argument'],
    ['looks into the items of a list', 'resource/cloudflare_load_balancer_pool/one/check_regions', ['WEU', 1], 'cloudflare_load_balancer_pool.one check_regions[1]: must be a string'],
    ['refuses a list attribute where a text belongs', 'resource/aws_eip/a/domain', '${cloudflare_load_balancer_pool.one.check_regions}', 'aws_eip.a domain: must be a string, but refers to a list(string)'],
    ['refuses an unknown provider argument', 'provider/cloudflare', [{ apiToken: '${var.pull_key}' }], 'provider.cloudflare apiToken: is no argument'],
    ['refuses a type that no provider has', 'resource/aws_eips', { a: {} }, 'aws_eips.a: the tables have no resource aws_eips'],
    ['refuses an argument that lifecycle does not have', 'resource/aws_eip/a/lifecycle', { preventDestroy: true }, 'aws_eip.a lifecycle.preventDestroy: is no argument of lifecycle'],
    ['refuses to ignore changes of nothing', 'resource/aws_eip/a/lifecycle', { ignore_changes: ['tagsAll'] }, "aws_eip.a lifecycle.ignore_changes: there is no attribute 'tagsAll'"],
    ['checks the content of dynamic blocks', 'resource/aws_s3_bucket_versioning/b/dynamic', { versioning_configuration: { for_each: [], content: { state: 1 } } }, 'aws_s3_bucket_versioning.b dynamic.versioning_configuration.content.state: is no argument'],
  ]);
});

describe('what the bindings get wrong', () => {
  refuses([
    ['sees a setting whose number became an empty object', 'resource/cloudflare_zone_setting/ssl/value', {}, 'cloudflare_zone_setting.ssl value: is an empty object'],
    ['sees a setting whose list became an object', 'resource/cloudflare_zone_setting/ssl/value', { 0: 'ECDHE', 1: 'AES' }, 'cloudflare_zone_setting.ssl value: is a list that the binding turned'],
    ['sees CAA flags that became an empty object', 'resource/cloudflare_dns_record', { caa: { zone_id: 'z', name: 'a.example', type: 'CAA', ttl: 3600, data: { flags: {}, tag: 'issue', value: 'a' } } }, 'cloudflare_dns_record.caa data.flags: is an empty object'],
    ['sees a firewall statement in camelCase', 'resource/aws_wafv2_web_acl', { waf: { scope: 'REGIONAL', default_action: [{ allow: {} }], visibility_config: { cloudwatch_metrics_enabled: true, metric_name: 'm', sampled_requests_enabled: true }, rule: [{ name: 'r', priority: 1, statement: { managedRuleGroupStatement: { name: 'n' } }, visibility_config: { cloudwatch_metrics_enabled: true, metric_name: 'm', sampled_requests_enabled: true } }] } }, 'aws_wafv2_web_acl.waf rule[0].statement.managedRuleGroupStatement: is not snake_case'],
    ['sees a policy variable of IAM that Terraform reads as its own', 'resource/aws_kms_key/state/policy', '{"Resource":"arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*"}', 'aws_kms_key.state policy: refers to aws: nothing has this name here'],
  ]);

  test('leaves keys of maps alone: they are the names of somebody else', () => {
    expect(sentences(changed('resource/aws_eip/a/tags', { CamelCase: 'x', 'karpenter.sh/discovery': 'y' }))).toEqual([]);
  });
});

describe('references', () => {
  refuses([
    ['misses the resource', 'output/addresses/value', '${aws_eip.b.public_ip}', 'output.addresses value: refers to aws_eip.b.public_ip: the stack has no resource of this address'],
    ['misses the attribute', 'output/addresses/value', '${aws_eip.a.publicIp}', "output.addresses value: refers to aws_eip.a.publicIp: there is no attribute 'publicIp'"],
    ['misses the data source', 'output/addresses/value', '${data.aws_caller_identity.you.account_id}', 'output.addresses value: refers to data.aws_caller_identity.you.account_id: the stack has no data source'],
    ['misses the variable', 'output/addresses/value', '${var.nothing}', "output.addresses value: refers to var.nothing: the stack declares no variable 'nothing'"],
    ['misses the local, inside a longer text', 'output/addresses/value', 'x-${upper(local.suffix)}', "output.addresses value: refers to local.suffix: the stack declares no local 'suffix'"],
    ['looks into nested templates and for expressions', 'output/addresses/value', '${join(",", [for a in [aws_eip.a] : "${a.id}-${aws_eip.z.id}"])}', 'output.addresses value: refers to aws_eip.z.id'],
    ['refuses each without for_each', 'resource/aws_eip/a/domain', '${each.value}', 'aws_eip.a domain: refers to each.value: the block has no for_each'],
    ['refuses count without count', 'resource/aws_eip/a/domain', '${count.index}', 'aws_eip.a domain: refers to count.index: the block has no count'],
    ['refuses self outside of provisioners', 'resource/aws_eip/a/domain', '${self.id}', 'aws_eip.a domain: refers to self.id: self exists'],
    ['refuses to depend on nothing', 'resource/aws_eip/a/depends_on', ['aws_eip.z'], 'aws_eip.a depends_on[0]: refers to aws_eip.z'],
    ['refuses to index what is one', 'output/addresses/value', '${aws_eip.a[0].public_ip}', 'output.addresses value: refers to aws_eip.a[0].public_ip: the resource has neither count'],
    ['refuses to index a set', 'output/addresses/value', '${aws_eks_cluster.c.vpc_config[0].subnet_ids[0]}', 'output.addresses value: refers to aws_eks_cluster.c'],
    ['refuses parts of a text', 'output/addresses/value', '${aws_eip.a.public_ip.first}', "output.addresses value: refers to aws_eip.a.public_ip.first: 'public_ip' is a string"],
    ['refuses a function that does not exist', 'output/addresses/value', '${tojson(local.prefix)}', "output.addresses value: calls the function 'tojson'"],
    ['refuses a template that does not end', 'output/addresses/value', '${local.prefix', 'output.addresses value: is no valid template'],
    ['refuses an alias that no provider has', 'resource/aws_eip/a/provider', 'aws.other', "aws_eip.a provider: uses the provider configuration 'aws.other'"],
    ['refuses the configuration of another provider', 'resource/aws_eip/a/provider', 'cloudflare', "aws_eip.a provider: 'cloudflare' is not a configuration of aws"],
    ['refuses to import into nothing', 'import', [{ to: 'cloudflare_zone.zone', id: 'z' }], 'import[0] to: "cloudflare_zone.zone" is no resource'],
  ]);

  test('follows sets and lists of nested blocks', () => {
    const cluster = { name: 'c', role_arn: 'r', vpc_config: { subnet_ids: ['s'] } };
    const stack = soundStack();
    const withOutput = (value: string) => JSON.stringify({ ...stack, resource: { ...(stack['resource'] as object), aws_eks_cluster: { c: cluster } }, output: { o: { value, description: 'o' } } });
    expect(sentences(withOutput('${aws_eks_cluster.c.identity[0].oidc[0].issuer}'))).toEqual([]);
    expect(sentences(withOutput('${aws_eks_cluster.c.identity.oidc}'))).toEqual(["output.o value: refers to aws_eks_cluster.c.identity.oidc: 'identity' is a list: take an element first"]);
    expect(sentences(withOutput('${aws_eks_cluster.c.vpc_config[0].subnet_ids[0]}'))).toEqual(["output.o value: refers to aws_eks_cluster.c.vpc_config[0].subnet_ids[0]: 'subnet_ids' is a set: use one(…) or tolist(…) to take an element"]);
  });

  test('knows instances of counted resources, splats, object keys and names of for expressions', () => {
    const stack = soundStack();
    const resource = { ...(stack['resource'] as object), aws_eip: { a: { count: 2, domain: 'vpc', tags: { n: '${count.index}' } } } };
    const output = { o: { value: '${{ for k, v in aws_eip.a : k => { id = v.id, all = aws_eip.a[*].public_ip, first = aws_eip.a[0].public_ip, (local.prefix) = "x" } if v.id != null }}', description: 'o' } };
    expect(sentences(JSON.stringify({ ...stack, resource: { ...resource, cloudflare_load_balancer_pool: {} }, output }))).toEqual([]);
  });
});

describe('settings of the stack', () => {
  refuses([
    ['refuses a provider source that two tools complete differently', 'terraform/required_providers/aws/source', 'aws', 'terraform required_providers.aws.source: is "aws"'],
    ['misses the version of a provider', 'terraform/required_providers/aws/version', undefined, 'terraform required_providers.aws.version: is missing'],
    ['misses a provider that is used', 'terraform/required_providers/cloudflare', undefined, 'terraform required_providers.cloudflare: is missing'],
    ['refuses a provider that nothing uses', 'terraform/required_providers/azurerm', { source: 'hashicorp/azurerm', version: '~> 4.55.0' }, 'terraform required_providers.azurerm: is required, but nothing uses it'],
    ['misses the lock of the state', 'terraform/backend/s3/use_lockfile', undefined, 'terraform backend.s3: has no lock'],
    ['misses the key of the state', 'terraform/backend/s3/kms_key_id', undefined, 'terraform backend.s3: is not encrypted'],
    ['refuses an unknown argument of the backend', 'terraform/backend/s3/useLockfile', true, 'terraform backend.s3.useLockfile: is no argument of the backend'],
    ['refuses an expression in the backend', 'terraform/backend/s3/key', '${local.prefix}', 'terraform backend.s3.key: holds an expression'],
    ['refuses Azure state that is read with the account key', 'terraform/backend', { azurerm: { storage_account_name: 's', container_name: 'c', key: 'k' } }, 'terraform backend.azurerm: reads the storage key'],
    ['refuses a state on the disk of whoever applies', 'terraform/backend', { local: {} }, 'terraform backend.local: is no backend of this toolkit'],
    ['misses a backend', 'terraform/backend', undefined, 'terraform backend: the stack has no backend'],
    ['misses the oldest Terraform', 'terraform/required_version', undefined, 'terraform required_version: is missing'],
    ['refuses a block that Terraform does not know', 'resources', {}, 'resources: is no block of a Terraform configuration'],
    ['refuses a variable that nothing uses', 'variable/spare', { type: 'string', description: 'd' }, 'var.spare: is declared and never used'],
    ['misses the type of a variable', 'variable/pull_key/type', undefined, 'var.pull_key type: is missing'],
    ['refuses an output whose name another stack cannot write', 'output/crossStack', { value: 'x' }, 'output.crossStack: is not snake_case'],
  ]);
});

describe('secrets', () => {
  refuses([
    ['prefers a write-only argument', 'resource/aws_secretsmanager_secret_version', { s: { secret_id: 'x', secret_string: '${var.pull_key}' } }, 'aws_secretsmanager_secret_version.s secret_string: is kept in the state'],
    ['misses the version of a write-only argument', 'resource/aws_secretsmanager_secret_version', { s: { secret_id: 'x', secret_string_wo: '${var.pull_key}' } }, 'aws_secretsmanager_secret_version.s secret_string_wo_version: is missing'],
    ['refuses a secret in clear text', 'resource/cloudflare_authenticated_origin_pulls_certificate/pull/private_key', 'key', 'cloudflare_authenticated_origin_pulls_certificate.pull private_key: holds a secret in clear text'],
    ['refuses a secret from a variable that plans print', 'variable/pull_key/sensitive', undefined, 'cloudflare_authenticated_origin_pulls_certificate.pull private_key: takes a secret from var.pull_key'],
    ['refuses resources that put a secret into the state', 'resource/cloudflare_zero_trust_access_service_token', { t: { name: 't', account_id: 'a' } }, 'cloudflare_zero_trust_access_service_token.t: writes a secret into the state'],
    ['refuses credentials in a provider block', 'provider/cloudflare', [{ api_token: '${var.pull_key}' }], 'provider.cloudflare api_token: is a credential'],
    ['refuses an output that shows a secret', 'output/key', { value: '${var.pull_key}', description: 'k' }, 'output.key value: shows var.pull_key'],
  ]);
});

describe('literals', () => {
  refuses([
    ['refuses an expression where scanners judge a value', 'resource/cloudflare_zone_setting/ssl/value', '${local.prefix}', 'cloudflare_zone_setting.ssl value: must be a literal'],
    ['looks into blocks', 'resource/aws_s3_bucket_versioning/b/versioning_configuration', [{ status: '${local.prefix}' }], 'aws_s3_bucket_versioning.b versioning_configuration[0].status: must be a literal'],
  ]);
});

describe('the text', () => {
  test('a key that is written twice is found although JSON.parse hides it', () => {
    const text = JSON.stringify(soundStack()).replace('"aws_eip":{', '"aws_eip":{"a":{"domain":"vpc"},');
    expect(sentences(text)).toContain('resource.aws_eip.a: is written twice');
  });

  test('what is no JSON is one finding and no exception', () => {
    expect(sentences('{')).toEqual([': is no JSON object']);
    expect(sentences('[]')).toEqual([': is no JSON object']);
    expect(stackFindings([{ id: 'x', json: '{' }])).toHaveLength(1);
  });
});

describe('across stacks', () => {
  const consumer = (output: string, key = 'net.tfstate') =>
    JSON.stringify({ data: { terraform_remote_state: { net: { backend: 's3', config: { bucket: 'state', key, region: 'r' } } } }, output: { a: { value: `\${data.terraform_remote_state.net.outputs.${output}}` } } });
  const producer = JSON.stringify({ terraform: { backend: { s3: { bucket: 'state', key: 'net.tfstate' } } }, output: { ingress_addresses: { value: [] } } });

  test('an output of another stack that exists is accepted', () => {
    expect(checkAcross([{ id: 'edge', json: consumer('ingress_addresses[0]') }, { id: 'net', json: producer }])).toEqual([]);
  });
  test('an output that the other stack does not have is refused', () => {
    expect(checkAcross([{ id: 'edge', json: consumer('addresses') }, { id: 'net', json: producer }])).toMatchObject([{ stack: 'edge', argument: 'outputs.addresses', message: 'is no output of the stack that it reads' }]);
  });
  test('a state that belongs to no stack is refused', () => {
    expect(checkAcross([{ id: 'edge', json: consumer('ingress_addresses', 'other.tfstate') }, { id: 'net', json: producer }])).toMatchObject([{ stack: 'edge', argument: 'config' }]);
  });
});

test('addresses of a stack are what a test can pin: resources, sorted', () => {
  expect(addressesIn(JSON.stringify(soundStack()))).toEqual([
    'aws_eip.a',
    'aws_kms_key.state',
    'aws_s3_bucket_versioning.b',
    'cloudflare_authenticated_origin_pulls_certificate.pull',
    'cloudflare_load_balancer_pool.one',
    'cloudflare_zone_setting.ssl',
  ]);
});
