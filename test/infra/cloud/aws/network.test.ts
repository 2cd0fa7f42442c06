import { cloudflareRanges } from '../../../../lib/names';
import { emptyLock } from '../../../../lib/model';
import { fullLock, platformWith, stackNamed, statement, type Block } from './synthesize';

const stack = stackNamed('aws-euc1-network', platformWith(), fullLock);
const { resource } = stack;
const rules = (direction: 'ingress' | 'egress', group: string): readonly Block[] =>
  Object.values(resource[`aws_vpc_security_group_${direction}_rule`] ?? {}).filter(
    (rule) => rule['security_group_id'] === `\${aws_security_group.${group}.id}`,
  );

describe('<cluster>-network', () => {
  it('keeps its state in the locked and encrypted bucket', () => {
    expect(stack.terraform).toMatchObject({
      backend: { s3: { bucket: 'acme-db-tfstate-111122223333', key: 'aws-euc1-network.tfstate', encrypt: true, use_lockfile: true } },
    });
  });

  it('spreads public, private and control plane subnets over three zones', () => {
    const subnets = Object.entries(resource['aws_subnet'] ?? {}).map(
      ([id, { cidr_block, availability_zone }]) => `${id} ${String(cidr_block)} ${String(availability_zone)}`,
    );
    expect(subnets).toEqual([
      'control_plane_a 10.20.16.0/24 eu-central-1a',
      'control_plane_b 10.20.17.0/24 eu-central-1b',
      'control_plane_c 10.20.18.0/24 eu-central-1c',
      'private_a 10.20.32.0/19 eu-central-1a',
      'private_b 10.20.64.0/19 eu-central-1b',
      'private_c 10.20.96.0/19 eu-central-1c',
      'public_a 10.20.8.0/24 eu-central-1a',
      'public_b 10.20.9.0/24 eu-central-1b',
      'public_c 10.20.10.0/24 eu-central-1c',
    ]);
    expect(Object.values(resource['aws_subnet'] ?? {}).every((subnet) => subnet['map_public_ip_on_launch'] === false)).toBe(true);
  });

  it('lets Karpenter find the private subnets and only those', () => {
    const tagged = Object.entries(resource['aws_subnet'] ?? {}).filter(
      ([, { tags }]) => (tags as Record<string, string>)['karpenter.sh/discovery'] === 'acme-db-aws-euc1',
    );
    expect(tagged.map(([id]) => id)).toEqual(['private_a', 'private_b', 'private_c']);
  });

  it('gives each zone its own way out, and the control plane none', () => {
    for (const zone of ['a', 'b', 'c']) {
      expect(resource['aws_nat_gateway']?.[`nat_${zone}`]).toMatchObject({
        allocation_id: `\${aws_eip.nat_${zone}.allocation_id}`,
        subnet_id: `\${aws_subnet.public_${zone}.id}`,
      });
      expect(resource['aws_route']?.[`private_${zone}_internet`]).toEqual({
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: `\${aws_nat_gateway.nat_${zone}.id}`,
        route_table_id: `\${aws_route_table.private_${zone}.id}`,
      });
      expect(resource['aws_route_table_association']?.[`private_${zone}`]).toEqual({
        route_table_id: `\${aws_route_table.private_${zone}.id}`,
        subnet_id: `\${aws_subnet.private_${zone}.id}`,
      });
      expect(resource['aws_route_table_association']?.[`control_plane_${zone}`]).toEqual({
        route_table_id: '${aws_route_table.control_plane.id}',
        subnet_id: `\${aws_subnet.control_plane_${zone}.id}`,
      });
    }
    const routes = Object.values(resource['aws_route'] ?? {}).map((route) => route['route_table_id']);
    expect(routes).not.toContain('${aws_route_table.control_plane.id}');
  });

  it('closes the default security group', () => {
    const { tags: _tags, ...rest } = resource['aws_default_security_group']?.['default'] ?? {};
    expect(rest).toEqual({ vpc_id: '${aws_vpc.main.id}' });
  });

  it('logs every connection for a year, encrypted, with the addresses behind NAT', () => {
    expect(resource['aws_flow_log']?.['main']).toMatchObject({
      traffic_type: 'ALL',
      iam_role_arn: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-flow-logs',
      log_format: expect.stringMatching(/^\$\$\{version\} .*\$\$\{pkt-dstaddr\}/) as unknown,
    });
    expect(resource['aws_cloudwatch_log_group']?.['flow_logs']).toMatchObject({
      name: '/aws/vpc/acme-db-aws-euc1/flow-logs',
      retention_in_days: 365,
      kms_key_id: '${data.aws_kms_key.key_observability.arn}',
    });
  });
});

describe('endpoints', () => {
  it('exist for what pods and nodes call', () => {
    const services = Object.values(resource['aws_vpc_endpoint'] ?? {}).map((endpoint) =>
      String(endpoint['service_name']).replace('com.amazonaws.eu-central-1.', ''),
    );
    expect(services.sort()).toEqual([
      'ec2',
      'ecr.api',
      'ecr.dkr',
      'eks',
      'eks-auth',
      'elasticloadbalancing',
      's3',
      'secretsmanager',
      'sqs',
      'ssm',
      'ssmmessages',
      'sts',
    ]);
  });

  it('serve only credentials of this account', () => {
    expect(statement(resource['aws_vpc_endpoint']?.['sts']?.['policy'], 'OwnPrincipals').Condition).toEqual({
      StringEquals: { 'aws:PrincipalAccount': '111122223333' },
    });
    expect(statement(resource['aws_vpc_endpoint']?.['s3']?.['policy'], 'OwnBuckets').Condition).toEqual({
      StringEquals: { 'aws:PrincipalAccount': '111122223333', 'aws:ResourceAccount': '111122223333' },
    });
  });

  it.each([
    ['eu-west-2', '767373bbdcb8270361b96548387bf2a9ad0d48758c35-eu-west-2'],
    ['us-east-1', 'quayio-production-s3'],
  ])('let image layers through that registries keep in %s under other names', (region, bucket) => {
    const { resource: there } = stackNamed('aws-euc1-network', platformWith(['region: eu-central-1', `region: ${region}`]));
    expect(statement(there['aws_vpc_endpoint']?.['s3']?.['policy'], 'ImageLayers').Resource).toContain(`arn:aws:s3:::${bucket}/*`);
  });

  it('let image layers of ECR and registry.k8s.io through, which live in buckets of others', () => {
    expect(statement(resource['aws_vpc_endpoint']?.['s3']?.['policy'], 'ImageLayers')).toMatchObject({
      Action: 's3:GetObject',
      Resource: ['arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*', 'arn:aws:s3:::prod-registry-k8s-io-*/*'],
    });
  });
});

describe('ingress', () => {
  it('has fixed addresses in three zones that no apply may give up', () => {
    expect(resource['aws_lb']?.['ingress']).toMatchObject({
      name: 'aws-euc1-ingress',
      load_balancer_type: 'network',
      internal: false,
      enable_deletion_protection: true,
      enable_cross_zone_load_balancing: true,
      security_groups: ['${aws_security_group.ingress.id}'],
      subnet_mapping: ['a', 'b', 'c'].map((zone) => ({
        allocation_id: `\${aws_eip.ingress_${zone}.allocation_id}`,
        subnet_id: `\${aws_subnet.public_${zone}.id}`,
      })),
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.output['ingress_addresses']).toMatchObject({ value: ['a', 'b', 'c'].map((zone) => `\${aws_eip.ingress_${zone}.public_ip}`) });
    expect(stack.output['egress_addresses']).toMatchObject({ value: ['a', 'b', 'c'].map((zone) => `\${aws_eip.nat_${zone}.public_ip}`) });
    expect(stack.output['cluster']).toMatchObject({ value: 'aws-euc1' });
  });

  it('passes TLS through to target groups that pods find by name, checked on the gateway itself', () => {
    expect(resource['aws_lb_listener']?.['ingress_https']).toMatchObject({
      port: 443,
      protocol: 'TCP',
      default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.ingress_https.arn}' }],
    });
    expect(resource['aws_lb_target_group']?.['ingress_https']).toMatchObject({
      name: 'aws-euc1-ingress-443',
      target_type: 'ip',
      protocol: 'TCP',
      preserve_client_ip: 'false',
      health_check: { protocol: 'HTTP', port: '15021', path: '/healthz/ready', matcher: '200' },
    });
  });

  it('listens on no port 80', () => {
    expect(Object.values(resource['aws_lb_listener'] ?? {}).map((listener) => listener['port'])).not.toContain(80);
  });

  it('admits the edge to 443 and the peers, once known, to their port, and nobody else', () => {
    const admitted = rules('ingress', 'ingress').map(({ cidr_ipv4, from_port, to_port }) => `${String(cidr_ipv4)} ${String(from_port)}-${String(to_port)}`);
    expect(admitted.sort()).toEqual([...cloudflareRanges.ipv4.map((cidr) => `${cidr} 443-443`), '20.1.2.3/32 10901-10901', '20.1.2.4/32 10901-10901'].sort());
  });

  it('admits no peer as long as its addresses are not in the lock file', () => {
    const { resource: first } = stackNamed('aws-euc1-network', platformWith(), emptyLock);
    const ports = Object.values(first['aws_vpc_security_group_ingress_rule'] ?? {}).map((rule) => rule['from_port']);
    expect(ports).not.toContain(10901);
  });

  it('forwards only to pods in private subnets, and only on their ports', () => {
    const targets = new Set(rules('egress', 'ingress').map(({ cidr_ipv4 }) => cidr_ipv4));
    expect([...targets].sort()).toEqual(['10.20.32.0/19', '10.20.64.0/19', '10.20.96.0/19']);
    expect(new Set(rules('egress', 'ingress').map(({ from_port }) => from_port))).toEqual(new Set([443, 15021, 10901, 10902]));
  });
});
