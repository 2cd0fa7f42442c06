/** What holds in every stack of AWS: addresses, permissions, names, references. */
import { asList, awsStacksOf, fullLock, platformWith, statements, type Block, type Stack, type Statement } from './synthesize';

const stacks = awsStacksOf(platformWith(), fullLock);
const longNames = awsStacksOf(platformWith(['name: acme-db\n', 'name: platform-ab\n'], ['name: aws-euc1', 'name: aws-eu-cent1']), fullLock);

const resources = (
  from: Readonly<Record<string, Stack>>,
): readonly { readonly stack: string; readonly type: string; readonly id: string; readonly block: Block }[] =>
  Object.entries(from).flatMap(([stack, { resource }]) =>
    Object.entries(resource).flatMap(([type, blocks]) => Object.entries(blocks).map(([id, block]) => ({ stack, type, id, block }))),
  );

describe('addresses', () => {
  /** Changing one of these destroys and makes again: data, keys, addresses, the cluster. */
  const stateful: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    'bootstrap-aws': { aws_s3_bucket: ['state', 'state_logs'], aws_kms_key: ['state'], aws_kms_alias: ['state'], aws_iam_policy: ['boundary'] },
    'aws-euc1-identity': {
      aws_kms_key: ['cluster', 'data', 'ebs', 'observability', 'secrets'],
      aws_kms_alias: ['cluster', 'data', 'ebs', 'observability', 'secrets'],
    },
    'aws-euc1-network': {
      aws_vpc: ['main'],
      aws_subnet: ['control_plane_a', 'control_plane_b', 'control_plane_c', 'private_a', 'private_b', 'private_c', 'public_a', 'public_b', 'public_c'],
      aws_eip: ['ingress_a', 'ingress_b', 'ingress_c', 'nat_a', 'nat_b', 'nat_c'],
      aws_lb: ['ingress'],
      aws_lb_target_group: ['ingress_https', 'ingress_metrics'],
      aws_security_group: ['ingress'],
      aws_cloudwatch_log_group: ['flow_logs'],
    },
    'aws-euc1-cluster': { aws_eks_cluster: ['main'], aws_eks_node_group: ['system'], aws_cloudwatch_log_group: ['control_plane'] },
    'aws-euc1-data': { aws_s3_bucket: ['access_logs', 'backups', 'logs', 'metrics'], aws_backup_vault: ['main'] },
  };

  it.each(Object.entries(stateful))('of what has state in %s are pinned', (stack, types) => {
    for (const [type, ids] of Object.entries(types)) expect(Object.keys(stacks[stack]?.resource[type] ?? {})).toEqual(expect.arrayContaining([...ids]));
  });

  it('of what holds data or is looked up from outside refuse to be destroyed', () => {
    const protectedTypes = [
      'aws_s3_bucket',
      'aws_kms_key',
      'aws_secretsmanager_secret',
      'aws_backup_vault',
      'aws_vpc',
      'aws_subnet',
      'aws_eip',
      'aws_lb',
      'aws_lb_target_group',
      'aws_eks_cluster',
      'aws_cloudwatch_log_group',
    ];
    const open = resources(stacks).filter(
      ({ type, block }) => protectedTypes.includes(type) && (block['lifecycle'] as Block | undefined)?.['prevent_destroy'] !== true,
    );
    expect(open.map(({ stack, type, id }) => `${stack} ${type}.${id}`)).toEqual([]);
  });

  it('are in the words of Terraform', () => {
    expect(resources(stacks).filter(({ id }) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(id))).toEqual([]);
  });
});

describe('references', () => {
  it.each(Object.entries(stacks))('of %s end in the same stack', (_, stack) => {
    const known = new Set([
      ...Object.entries(stack.resource).flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`)),
      ...Object.keys(stack.variable).map((name) => `var.${name}`),
      ...Object.entries(stack.data).flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `data.${type}.${id}`)),
    ]);
    const references = [...stack.text.matchAll(/(?<!\$)\$\{((?:data\.)?\w+\.\w+)[^}]*\}/g)].map(([, reference]) => reference);
    expect(references.filter((reference) => !known.has(reference ?? ''))).toEqual([]);
  });
});

describe('permissions', () => {
  interface Found extends Statement {
    readonly where: string;
  }
  const identityPolicies: readonly Found[] = resources(stacks)
    .filter(({ type }) => type === 'aws_iam_role_policy' || type === 'aws_iam_policy')
    .flatMap(({ id, block }) => statements(block['policy']).map((statement) => ({ ...statement, where: `${id}/${statement.Sid}` })));
  const granted = identityPolicies.filter(({ Effect, where }) => Effect === 'Allow' && !where.startsWith('boundary/'));

  it('name their actions: no service as a whole, but in the boundary, which grants nothing', () => {
    expect(
      granted.flatMap(({ where, Action }) =>
        asList(Action)
          .filter((action) => /^\*|:\*$/.test(action))
          .map((action) => `${where} ${action}`),
      ),
    ).toEqual([]);
  });

  /** Every grant on all resources, with the reason. */
  const everywhere: Readonly<Record<string, string>> = {
    'load_balancer_load_balancer_targets/ReadNetwork': 'describe actions know no resources; bound to the region',
    'karpenter_node_discovery/ReadCapacity': 'describe actions know no resources; bound to the region',
    'karpenter_node_discovery/ReadPrices': 'the price list knows no resources',
    'karpenter_node_discovery/ReadZonalShift': 'bound to the cluster by a condition',
    'karpenter_node_discovery/ListProfiles': 'knows no resources',
    'node_session_manager/SessionManager': 'Session Manager knows no resources',
    'system_node_session_manager/SessionManager': 'Session Manager knows no resources',
    'ci_plan_read/ReadSettings': 'reads settings only',
    'ci_apply_read/ReadSettings': 'reads settings only',
    'ci_apply_network/Network': 'ids are not known before; bound to the regions of the clusters',
    'ci_apply_network/NamesOfEndpoints': 'the zones behind endpoints belong to AWS',
    'ci_apply_data/NewKeys': "a key has no id before it exists; bound to the platform's tag",
    'ci_apply_data/BackupStorage': 'knows no resources',
  };
  it('reach all resources only where there is a reason', () => {
    const all = granted.filter(({ Resource }) => asList(Resource).includes('*')).map(({ where }) => where);
    expect(all.sort()).toEqual(Object.keys(everywhere).sort());
  });

  it('of keys, buckets, queues and topics admit everybody only to refuse them, or under a condition', () => {
    const resourcePolicies = resources(stacks)
      .filter(({ type, block }) => !type.startsWith('aws_iam') && type !== 'aws_vpc_endpoint' && typeof block['policy'] === 'string')
      .flatMap(({ type, id, block }) => statements(block['policy']).map((statement) => ({ ...statement, where: `${type}.${id}/${statement.Sid}` })));
    expect(resourcePolicies.length).toBeGreaterThan(20);
    const open = resourcePolicies.filter(
      ({ Effect, Principal, Condition }) => Effect === 'Allow' && JSON.stringify(Principal).includes('"*"') && Condition === undefined,
    );
    expect(open.map(({ where }) => where)).toEqual([]);
  });

  it('have policies of at most 6,144 characters, where IAM counts', () => {
    const sizes = resources(longNames)
      .filter(({ type }) => type === 'aws_iam_policy')
      .map(({ block }) => String(block['policy']).length);
    expect(Math.max(...sizes)).toBeLessThan(6144);
  });

  it('have statement ids that IAM takes', () => {
    expect(identityPolicies.filter(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid))).toEqual([]);
  });
});

describe('names', () => {
  const limits: Readonly<Record<string, readonly [attribute: string, longest: number]>> = {
    aws_iam_role: ['name', 64],
    aws_iam_policy: ['name', 128],
    aws_s3_bucket: ['bucket', 63],
    aws_lb: ['name', 32],
    aws_lb_target_group: ['name', 32],
    aws_sqs_queue: ['name', 80],
    aws_cloudwatch_event_rule: ['name', 64],
    aws_backup_vault: ['name', 50],
    aws_eks_cluster: ['name', 100],
    aws_launch_template: ['name', 128],
    aws_sns_topic: ['name', 256],
    aws_budgets_budget: ['name', 100],
  };
  it('fit even where platform and cluster have the longest names', () => {
    const tooLong = resources(longNames).filter(({ type, block }) => {
      const [attribute = '', longest = Infinity] = limits[type] ?? [];
      const name = block[attribute];
      return typeof name === 'string' && name.length > longest;
    });
    expect(tooLong.map(({ type, id }) => `${type}.${id}`)).toEqual([]);
    expect(resources(longNames).length).toBe(resources(stacks).length);
  });
});

describe('tags', () => {
  it('say on everything whose it is', () => {
    const tagged = resources(stacks).filter(({ block }) => 'tags' in block);
    expect(tagged.length).toBeGreaterThan(100);
    for (const { stack, block } of tagged)
      expect(block['tags']).toMatchObject({ platform: 'acme-db', owner: 'data-platform', 'managed-by': 'dbaas-gitops', stack });
  });
});
