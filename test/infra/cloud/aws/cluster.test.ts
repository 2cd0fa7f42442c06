import { addonNames, addonVersions } from '../../../../infra/cloud/aws/versions';
import { kubernetesVersions } from '../../../../lib/model';
import { identities } from '../../../../lib/names';
import { platformWith, stackNamed, statement, type Block } from './synthesize';

const platform = platformWith();
const stack = stackNamed('aws-euc1-cluster', platform);
const { resource, data } = stack;
const addon = (id: string): Block => resource['aws_eks_addon']?.[id] ?? {};
const configuration = (id: string): unknown => JSON.parse(String(addon(id)['configuration_values']));

describe('the control plane', () => {
  const eks = resource['aws_eks_cluster']?.['main'];

  it('is private, encrypted, audited and protected, and knows nobody but by access entry', () => {
    expect(eks).toMatchObject({
      name: 'acme-db-aws-euc1',
      version: '1.35',
      role_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-control-plane',
      vpc_config: { endpoint_private_access: true, endpoint_public_access: false, security_group_ids: ['${aws_security_group.control_plane.id}'] },
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      encryption_config: { resources: ['secrets'], provider: { key_arn: '${data.aws_kms_key.key_cluster.arn}' } },
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      kubernetes_network_config: { ip_family: 'ipv4', service_ipv4_cidr: '172.20.0.0/16' },
      bootstrap_self_managed_addons: false,
      deletion_protection: true,
      upgrade_policy: { support_type: 'STANDARD' },
      zonal_shift_config: { enabled: true },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('follows platform.yaml to another version, with its add-ons', () => {
    const { resource: next } = stackNamed('aws-euc1-cluster', platformWith(['cloud:\n', 'cloud:\n  kubernetesVersion: "1.36"\n']));
    expect(next['aws_eks_cluster']?.['main']).toMatchObject({ version: '1.36' });
    expect(next['aws_eks_node_group']?.['system']).toMatchObject({ version: '1.36' });
    expect(next['aws_eks_addon']?.['kube_proxy']).toMatchObject({ addon_version: addonVersions['1.36']['kube-proxy'] });
  });

  it('writes its logs into an encrypted group that exists before it', () => {
    expect(resource['aws_cloudwatch_log_group']?.['control_plane']).toMatchObject({
      name: '/aws/eks/acme-db-aws-euc1/cluster',
      retention_in_days: 365,
      kms_key_id: '${data.aws_kms_key.key_observability.arn}',
    });
    expect(eks?.['depends_on']).toEqual(['aws_cloudwatch_log_group.control_plane']);
  });

  it('tells the other clusters who issues its tokens', () => {
    expect(stack.output['oidc_issuer']).toMatchObject({ value: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}' });
  });

  it('finds network and keys by name, and reads no other state', () => {
    expect(data['aws_vpc']?.['main_vpc']).toEqual({ filter: [{ name: 'tag:Name', values: ['acme-db-aws-euc1'] }] });
    expect(data['aws_subnet']?.['subnet_private_a']).toEqual({
      vpc_id: '${data.aws_vpc.main_vpc.id}',
      filter: [{ name: 'tag:Name', values: ['acme-db-aws-euc1-private-a'] }],
    });
    expect(data['aws_kms_key']?.['key_ebs']).toEqual({ key_id: 'alias/acme-db-aws-euc1-ebs' });
    expect(data['terraform_remote_state']).toBeUndefined();
  });
});

describe('access', () => {
  it('is given to the administrators of platform.yaml, by IAM', () => {
    expect(resource['aws_eks_access_entry']?.['admin_platform_admin']).toMatchObject({
      principal_arn: 'arn:aws:iam::111122223333:role/platform-admin',
      type: 'STANDARD',
    });
    expect(resource['aws_eks_access_policy_association']?.['admin_platform_admin']).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      access_scope: { type: 'cluster' },
    });
  });

  it("is given to Karpenter's nodes, whose role is not that of the managed group", () => {
    expect(resource['aws_eks_access_entry']?.['karpenter_nodes']).toMatchObject({
      principal_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-node',
      type: 'EC2_LINUX',
    });
    expect(resource['aws_eks_node_group']?.['system']).toMatchObject({ node_role_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-system-node' });
  });

  it('binds every identity of the name contract to its role', () => {
    const bound = Object.values(resource['aws_eks_pod_identity_association'] ?? {}).map(
      ({ namespace, service_account, role_arn }) => `${String(namespace)}/${String(service_account)} ${String(role_arn)}`,
    );
    expect(bound.sort()).toEqual(
      identities(platform, platform.cloud.clusters[0])
        .map(({ id, namespace, serviceAccount }) => `${namespace}/${serviceAccount} arn:aws:iam::111122223333:role/acme-db-aws-euc1-${id}`)
        .sort(),
    );
  });
});

describe('system nodes', () => {
  const group = resource['aws_eks_node_group']?.['system'];
  const template = resource['aws_launch_template']?.['system'];

  it('are for controllers only, one in each zone at least', () => {
    expect(group).toMatchObject({
      node_group_name: 'system',
      ami_type: 'BOTTLEROCKET_x86_64',
      capacity_type: 'ON_DEMAND',
      scaling_config: { min_size: 3, desired_size: 3, max_size: 6 },
      labels: { 'dbaas/pool': 'system' },
      taint: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NO_SCHEDULE' }],
      update_config: { max_unavailable_percentage: 33 },
      node_repair_config: { enabled: true },
      lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
      subnet_ids: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.subnet_private_${zone}.id}`),
    });
  });

  it('boot an ARM image on Graviton types', () => {
    const { resource: arm } = stackNamed(
      'aws-euc1-cluster',
      platformWith([
        '        services: 172.20.0.0/16\n',
        '        services: 172.20.0.0/16\n      nodePools:\n        system: { instanceTypes: [m7g.large, m8gd.large] }\n',
      ]),
    );
    expect(arm['aws_eks_node_group']?.['system']).toMatchObject({ ami_type: 'BOTTLEROCKET_ARM_64', instance_types: ['m7g.large', 'm8gd.large'] });
  });

  it("have encrypted disks, keep pods away from the node's role, and carry our security group", () => {
    expect(template).toMatchObject({
      metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1, http_endpoint: 'enabled' },
      block_device_mappings: ['/dev/xvda', '/dev/xvdb'].map((device_name) => ({
        device_name,
        ebs: { encrypted: 'true', volume_type: 'gp3', kms_key_id: '${data.aws_kms_key.key_ebs.arn}' },
      })),
      vpc_security_group_ids: ['${aws_security_group.node.id}'],
    });
    expect(template).not.toHaveProperty('key_name');
    expect(group?.['launch_template']).toEqual({ id: '${aws_launch_template.system.id}', version: '${aws_launch_template.system.latest_version}' });
  });

  it('start only when pods can get addresses and credentials', () => {
    expect(group?.['depends_on']).toEqual(['aws_eks_addon.eks_pod_identity_agent', 'aws_eks_addon.vpc_cni', 'aws_eks_addon.kube_proxy']);
  });
});

describe('add-ons', () => {
  it('are all there, each at the exact version of the table', () => {
    const installed: unknown = Object.fromEntries(
      Object.values(resource['aws_eks_addon'] ?? {}).map(({ addon_name, addon_version }) => [String(addon_name), addon_version]),
    );
    expect(installed).toEqual(addonVersions['1.35']);
  });

  it('have a version for every minor that the model offers', () => {
    for (const minor of kubernetesVersions) for (const name of addonNames) expect(addonVersions[minor][name]).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    for (const minor of kubernetesVersions) expect(addonVersions[minor]['kube-proxy']).toMatch(new RegExp(`^v${minor.replace('.', '\\.')}\\.`));
  });

  it('that need no node wait for none, the others do', () => {
    for (const id of ['eks_pod_identity_agent', 'vpc_cni', 'kube_proxy']) expect(addon(id)['depends_on']).toBeUndefined();
    for (const id of ['coredns', 'aws_ebs_csi_driver', 'snapshot_controller', 'metrics_server', 'eks_node_monitoring_agent'])
      expect(addon(id)['depends_on']).toEqual(['aws_eks_node_group.system']);
  });

  it('enforce network policies and give pods many addresses', () => {
    expect(configuration('vpc_cni')).toEqual({ enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } });
    expect(addon('vpc_cni')['pod_identity_association']).toEqual([
      { role_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-vpc-cni', service_account: 'aws-node' },
    ]);
  });

  it('survive a zone, and fit onto tainted nodes before any other node exists', () => {
    const tolerations = [{ key: 'CriticalAddonsOnly', operator: 'Exists' }];
    expect(configuration('coredns')).toMatchObject({
      replicaCount: 3,
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      tolerations,
      nodeSelector: { 'dbaas/pool': 'system' },
    });
    expect(configuration('aws_ebs_csi_driver')).toMatchObject({
      controller: { tolerations, extraVolumeTags: { platform: 'acme-db', cluster: 'aws-euc1' } },
      defaultStorageClass: { enabled: false },
    });
    expect(configuration('snapshot_controller')).toEqual({ tolerations });
    expect(configuration('metrics_server')).toEqual({ tolerations });
  });
});

describe('security groups', () => {
  const rules = (direction: 'ingress' | 'egress', group: string) =>
    Object.entries(resource[`aws_vpc_security_group_${direction}_rule`] ?? {}).filter(
      ([, rule]) => rule['security_group_id'] === `\${aws_security_group.${group}.id}`,
    );

  it('let nodes out to the internet on known ports only', () => {
    const open = rules('egress', 'node').filter(([, rule]) => rule['cidr_ipv4'] === '0.0.0.0/0');
    expect(open.map(([, { ip_protocol, from_port, to_port }]) => [ip_protocol, from_port, to_port])).toEqual(expect.arrayContaining([['tcp', 443, 443]]));
    expect(open.every(([, { ip_protocol, from_port, to_port }]) => ip_protocol === 'tcp' && from_port === to_port)).toBe(true);
  });

  it('open the ports of a mail server and of a repository by ssh where platform.yaml names them', () => {
    const { resource: more } = stackNamed(
      'aws-euc1-cluster',
      platformWith(
        ['repository: https://github.com/acme/dbaas-platform', 'repository: ssh://git@git.acme.example:2222/platform.git\n  access: ssh-key'],
        ['  use: istio-keycloak\n', '  use: istio-keycloak\n  smtp: { host: smtp.acme.example, port: 587, from: no-reply@acme.example }\n'],
      ),
    );
    expect(more['aws_vpc_security_group_egress_rule']).toMatchObject({ node_to_internet_587: { from_port: 587 }, node_to_internet_2222: { from_port: 2222 } });
  });

  it('let control plane and nodes talk to each other, and nodes among themselves, on both sides', () => {
    const pairs = [
      { id: 'node_to_api', from: 'node', to: 'control_plane', ports: { ip_protocol: 'tcp', from_port: 443, to_port: 443 } },
      { id: 'api_to_node', from: 'control_plane', to: 'node', ports: { ip_protocol: 'tcp', from_port: 1024, to_port: 65535 } },
      { id: 'node_to_node', from: 'node', to: 'node', ports: { ip_protocol: '-1' } },
    ];
    const group = (id: string) => `\${aws_security_group.${id}.id}`;
    for (const { id, from, to, ports } of pairs) {
      expect(resource['aws_vpc_security_group_egress_rule']?.[id]).toMatchObject({
        ...ports,
        security_group_id: group(from),
        referenced_security_group_id: group(to),
      });
      expect(resource['aws_vpc_security_group_ingress_rule']?.[id]).toMatchObject({
        ...ports,
        security_group_id: group(to),
        referenced_security_group_id: group(from),
      });
    }
    expect(Object.keys(resource['aws_vpc_security_group_ingress_rule'] ?? {}).sort()).toEqual(pairs.map(({ id }) => id).sort());
  });

  it('let nothing in from an address', () => {
    for (const group of ['node', 'control_plane']) expect(rules('ingress', group).filter(([, rule]) => 'cidr_ipv4' in rule)).toEqual([]);
  });

  it('mark exactly one group for Karpenter', () => {
    const tagged = Object.entries(resource['aws_security_group'] ?? {}).filter(([, { tags }]) => 'karpenter.sh/discovery' in (tags as object));
    expect(tagged.map(([id]) => id)).toEqual(['node']);
  });
});

describe('interruptions', () => {
  it("reach Karpenter's queue from five kinds of events, and from nobody else", () => {
    expect(resource['aws_sqs_queue']?.['interruptions']).toMatchObject({
      name: 'acme-db-aws-euc1-karpenter',
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 300,
    });
    const types = Object.values(resource['aws_cloudwatch_event_rule'] ?? {}).map(
      (rule) => (JSON.parse(String(rule['event_pattern'])) as { 'detail-type': string[] })['detail-type'][0],
    );
    expect(types.sort()).toEqual([
      'AWS Health Event',
      'EC2 Capacity Reservation Instance Interruption Warning',
      'EC2 Instance Rebalance Recommendation',
      'EC2 Instance State-change Notification',
      'EC2 Spot Instance Interruption Warning',
    ]);
    const queuePolicy = resource['aws_sqs_queue_policy']?.['interruptions']?.['policy'];
    expect(statement(queuePolicy, 'DenyWithoutTls')).toMatchObject({ Effect: 'Deny', Action: 'sqs:*' });
    expect(statement(queuePolicy, 'Events')).toMatchObject({
      Action: 'sqs:SendMessage',
      Condition: {
        ArnEquals: {
          'aws:SourceArn': Object.values(resource['aws_cloudwatch_event_rule'] ?? {})
            .map((rule) => `arn:aws:events:eu-central-1:111122223333:rule/${String(rule['name'])}`)
            .sort(),
        },
      },
    });
    expect(Object.values(resource['aws_cloudwatch_event_target'] ?? {}).every((target) => target['arn'] === '${aws_sqs_queue.interruptions.arn}')).toBe(true);
  });
});
