/** Names that are given away once, and names that one stack looks up in another. */
import { checkLookups, checkUnique, stacksOf } from '../../../infra/check';

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;
const aws = (id: string, region: string, resource: Blocks, data: Blocks = {}) => ({
  id,
  json: JSON.stringify({ provider: { aws: [{ region }] }, resource, data }),
});
const azure = (id: string, resource: Blocks, data: Blocks = {}) => ({ id, json: JSON.stringify({ provider: { azurerm: [{}] }, resource, data }) });
const unique = (...texts: readonly { readonly id: string; readonly json: string }[]) =>
  checkUnique(stacksOf(texts)).map(({ stack, address, message }) => `${stack} ${address}: ${message}`);
const lookups = (...texts: readonly { readonly id: string; readonly json: string }[]) =>
  checkLookups(stacksOf(texts)).map(({ stack, address, message }) => `${stack} ${address}: ${message}`);

describe('names', () => {
  it('of roles and buckets are given away once in all regions', () => {
    expect(
      unique(aws('a', 'eu-west-1', { aws_iam_role: { r: { name: 'p-node' } } }), aws('b', 'eu-central-1', { aws_iam_role: { r: { name: 'p-node' } } })),
    ).toEqual(["b aws_iam_role.r: 'p-node' is also the name of a/aws_iam_role.r"]);
    expect(unique(aws('a', 'eu-west-1', { aws_s3_bucket: { x: { bucket: 'p-logs' }, y: { bucket: 'p-logs', region: 'eu-central-1' } } }))).toHaveLength(1);
  });

  it('of balancers and keys are given away once in a region', () => {
    const lb = { aws_lb: { ingress: { name: 'c-ingress' } } };
    expect(unique(aws('a', 'eu-west-1', lb), aws('b', 'eu-central-1', lb))).toEqual([]);
    expect(unique(aws('a', 'eu-west-1', lb), aws('b', 'eu-west-1', lb))).toHaveLength(1);
    expect(unique(aws('a', 'eu-west-1', lb), aws('b', 'eu-central-1', { aws_lb: { ingress: { name: 'c-ingress', region: 'eu-west-1' } } }))).toHaveLength(1);
  });

  it('of secrets are taken in the regions of their replicas too', () => {
    const shared = aws('a', 'eu-west-1', { aws_secretsmanager_secret: { s: { name: 'p/s', replica: [{ region: 'eu-central-1' }] } } });
    expect(unique(shared, aws('b', 'eu-central-1', { aws_secretsmanager_secret: { s: { name: 'p/s' } } }))).toHaveLength(1);
    expect(unique(shared, aws('b', 'us-east-1', { aws_secretsmanager_secret: { s: { name: 'p/s' } } }))).toEqual([]);
  });

  it('of accounts and vaults are given away once in the world, of the rest once in a group', () => {
    const account = (name: string) => ({ azurerm_storage_account: { a: { name } } });
    expect(unique(azure('a', account('pabc')), azure('b', account('pabc')))).toHaveLength(1);
    const vnet = (group: string) => ({
      azurerm_resource_group: { g: { name: group } },
      azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: '${azurerm_resource_group.g.name}' } },
    });
    expect(unique(azure('a', vnet('rg-a')), azure('b', vnet('rg-b')))).toEqual([]);
    expect(unique(azure('a', vnet('rg-a')), azure('b', { azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: 'rg-a' } } }))).toHaveLength(1);
  });

  it('that only Terraform knows are not compared', () => {
    expect(unique(aws('a', 'eu-west-1', { aws_iam_role: { a: { name: '${var.x}' }, b: { name: '${var.x}' } } }))).toEqual([]);
  });
});

describe('lookups', () => {
  const vpc = (name: string) => ({ aws_vpc: { main: { tags: { Name: name } } } });
  const find = (name: string, more: object = {}) => ({ aws_vpc: { it: { ...more, filter: [{ name: 'tag:Name', values: [name] }] } } });

  it('by tag find exactly one thing in the region', () => {
    expect(lookups(aws('net', 'eu-west-1', vpc('p-a')), aws('use', 'eu-west-1', {}, find('p-a')))).toEqual([]);
    expect(lookups(aws('net', 'eu-west-1', vpc('p-a')), aws('use', 'eu-west-1', {}, find('p-b')))).toEqual([
      "use data.aws_vpc.it: looks for aws_vpc with the tag Name 'p-b' in eu-west-1, and 0 stacks make it",
    ]);
    expect(lookups(aws('net', 'eu-west-1', vpc('p-a')), aws('use', 'eu-central-1', {}, find('p-a')))).toHaveLength(1);
    expect(lookups(aws('net', 'eu-west-1', vpc('p-a')), aws('use', 'eu-central-1', {}, find('p-a', { region: 'eu-west-1' })))).toEqual([]);
    expect(lookups(aws('net', 'eu-west-1', vpc('p-a')), aws('two', 'eu-west-1', vpc('p-a')), aws('use', 'eu-west-1', {}, find('p-a')))).toHaveLength(1);
  });

  it('by alias find the key that another stack made', () => {
    const alias = { aws_kms_alias: { k: { name: 'alias/p-data' } } };
    expect(lookups(aws('id', 'eu-west-1', alias), aws('use', 'eu-west-1', {}, { aws_kms_key: { k: { key_id: 'alias/p-data' } } }))).toEqual([]);
    expect(lookups(aws('id', 'eu-west-1', alias), aws('use', 'eu-west-1', {}, { aws_kms_key: { k: { key_id: 'alias/p-date' } } }))).toHaveLength(1);
  });

  it('of roles by ARN find a role', () => {
    const flow = (role: string) => ({ aws_flow_log: { f: { iam_role_arn: `arn:aws:iam::111122223333:role/${role}` } } });
    const role = aws('id', 'eu-west-1', { aws_iam_role: { r: { name: 'p-flow' } } });
    expect(lookups(role, aws('use', 'eu-west-1', flow('p-flow')))).toEqual([]);
    expect(lookups(role, aws('use', 'eu-west-1', flow('p-flows')))).toHaveLength(1);
  });

  const id = (group: string, type: string, name: string) => `/subscriptions/s/resourceGroups/${group}/providers/${type}/${name}`;
  const net = azure('net', {
    azurerm_resource_group: { g: { name: 'rg-net' } },
    azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: '${azurerm_resource_group.g.name}' } },
    azurerm_subnet: { s: { name: 'nodes', resource_group_name: 'rg-net', virtual_network_name: 'vnet' } },
  });
  const endpoint = (subnet: string) => azure('use', { azurerm_private_endpoint: { e: { name: 'e', resource_group_name: 'rg-x', subnet_id: subnet } } });

  it('by a computed id of Azure find the resource, group and subnet included', () => {
    const vnet = id('rg-net', 'Microsoft.Network/virtualNetworks', 'vnet');
    expect(lookups(net, endpoint(`${vnet}/subnets/nodes`))).toEqual([]);
    expect(lookups(net, endpoint(`${vnet}/subnets/node`))).toHaveLength(1);
    expect(lookups(net, endpoint(id('rg-nets', 'Microsoft.Network/virtualNetworks', 'vnet')))).toHaveLength(1);
  });

  it('of a type that nobody taught the check are findings, not silence', () => {
    expect(lookups(net, endpoint(id('rg-net', 'Microsoft.Web/sites', 'x')))[0]).toContain('of a type that the check does not know');
  });

  it('of identities find the one in its group', () => {
    const made = azure('id', { azurerm_user_assigned_identity: { i: { name: 'id-a', resource_group_name: 'rg-id' } } });
    const data = (group: string) => azure('use', {}, { azurerm_user_assigned_identity: { i: { name: 'id-a', resource_group_name: group } } });
    expect(lookups(made, data('rg-id'))).toEqual([]);
    expect(lookups(made, data('rg-other'))).toHaveLength(1);
  });
});
