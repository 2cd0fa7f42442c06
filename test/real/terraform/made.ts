/** What all stacks have made, with every name resolved: limits of the clouds, uniqueness, addresses, what looks for what. */
import { isArray, isObject, StackJson, type Entity, type Json, type JsonObject } from '../../../infra/check/stack-json';
import type { Report } from '../report';
import { stackJson, type Made } from './stacks';

export interface MadeProps {
  readonly report: Report;
  readonly made: readonly Made[];
  readonly order: readonly string[];
}

/** Names that a cloud refuses only at apply. */
const limits: Readonly<Record<string, RegExp>> = {
  aws_iam_role: /^[\w+=,.@-]{1,64}$/,
  aws_iam_policy: /^[\w+=,.@-]{1,128}$/,
  aws_iam_instance_profile: /^[\w+=,.@-]{1,128}$/,
  aws_lb: /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
  aws_lb_target_group: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
  aws_eks_cluster: /^[a-zA-Z0-9][\w-]{0,99}$/,
  aws_kms_alias: /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  aws_sqs_queue: /^[\w-]{1,80}$/,
  aws_sns_topic: /^[\w-]{1,256}$/,
  aws_secretsmanager_secret: /^[\w/+=.@-]{1,512}$/,
  aws_cloudwatch_event_rule: /^[\w.-]{1,64}$/,
  azurerm_storage_account: /^[a-z0-9]{3,24}$/,
  azurerm_storage_container: /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  azurerm_key_vault: /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
  azurerm_key_vault_key: /^[a-zA-Z0-9-]{1,127}$/,
  azurerm_kubernetes_cluster: /^[a-zA-Z0-9](?:[\w-]{0,61}[a-zA-Z0-9])?$/,
  azurerm_kubernetes_cluster_node_pool: /^[a-z][a-z0-9]{0,11}$/,
  azurerm_user_assigned_identity: /^[a-zA-Z0-9][\w-]{2,127}$/,
  azurerm_resource_group: /^[\w().-]{0,89}[\w()-]$/,
  azurerm_virtual_network: /^[a-zA-Z0-9](?:[\w.-]{0,62}\w)?$/,
  azurerm_monitor_action_group: /^.{1,260}$/,
  cloudflare_load_balancer_pool: /^[\w-]+$/,
};

/** Names that may exist once in all of a cloud, once in an account, or once in each region of it. */
const alone = ['aws_s3_bucket', 'aws_iam_role', 'aws_kms_alias', 'azurerm_storage_account', 'azurerm_key_vault', 'azurerm_resource_group'];

export function checkMade({ report, made, order }: MadeProps): void {
  const names = made.map((each) => ({ ...each, text: nameOf(each) }));
  const bound = names.filter(({ type }) => limits[type] !== undefined || type === 'aws_s3_bucket');
  report.check(`${bound.length} names keep to the limits of their cloud, and none is there twice`, [
    ...bound.flatMap(({ type, name, text }) => ((limits[type] ?? bucketName).test(text) ? [] : [`${type}.${name}: '${text}' is no name for it`])),
    ...twice(names.filter(({ type }) => alone.includes(type)).map(({ type, text, attributes }) => `${type} ${text}${regionOf(type, attributes)}`)).map(
      (text) => `${text} is made twice`,
    ),
  ]);
  const networks = made.flatMap(({ type, stack, attributes }) =>
    type === 'aws_subnet' || type === 'azurerm_subnet'
      ? texts(attributes['cidr_block'] ?? attributes['address_prefixes'] ?? null).map((cidr) => ({ stack, cidr, ...rangeOf(cidr) }))
      : [],
  );
  report.check(
    `${networks.length} subnets of all clusters share no address`,
    networks.flatMap((one, index) =>
      networks
        .slice(index + 1)
        .flatMap((other) => (one.first <= other.last && other.first <= one.last ? [`${one.stack} ${one.cidr} and ${other.stack} ${other.cidr} overlap`] : [])),
    ),
  );
  const owners = made
    .filter(({ type }) => type === 'azurerm_federated_identity_credential')
    .map(({ attributes }) => JSON.stringify(attributes['parent_id'] ?? attributes['user_assigned_identity_id']));
  report.check(
    `no Azure identity has more than 20 of ${owners.length} federated credentials`,
    [...new Set(owners)].flatMap((owner) => (owners.filter((each) => each === owner).length > 20 ? [`${owner} has more`] : [])),
  );
  checkLookups({ report, made, order });
}

const bucketName = /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const regional = ['aws_kms_alias'];
/** The stand-in says the same of every resource that leaves its region to the provider. */
const regionOf = (type: string, attributes: Made['attributes']): string =>
  regional.includes(type) ? ` in ${texts(attributes['region'] ?? null).join('')}` : '';
const nameOf = ({ type, attributes }: Made): string => texts(attributes[type === 'aws_s3_bucket' ? 'bucket' : 'name'] ?? null)[0] ?? '';
const twice = (all: readonly string[]): readonly string[] => [...new Set(all.filter((each, index) => all.indexOf(each) !== index))];
const texts = (value: Json): readonly string[] => (isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

function rangeOf(cidr: string): { readonly first: number; readonly last: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, last: first + size - 1 };
}

/** Made by people: a connection to the directory of a company holds its secrets. */
const madeByPeople: readonly string[] = ['auth0_connection'];

/** What a stack looks for by name must have been made by a stack before it. */
function checkLookups({ report, made, order }: MadeProps): void {
  const problems: string[] = [];
  let count = 0;
  order.forEach((id, position) => {
    const before = made.filter(({ stack }) => order.indexOf(stack) < position);
    for (const entity of new StackJson(stackJson(id)).entities.filter(
      ({ kind, type }) => kind === 'data' && type !== 'terraform_remote_state' && !madeByPeople.includes(type),
    )) {
      const wanted = wantedBy(entity);
      if (wanted === undefined) continue;
      count += 1;
      if (
        !before.some((each) => each.type === wanted.type && Object.entries(wanted.attributes).every(([key, value]) => valueAt(each.attributes, key) === value))
      )
        problems.push(`${id}: ${entity.address} looks for ${wanted.type} ${JSON.stringify(wanted.attributes)}, which no stack before it makes`);
    }
  });
  report.check(`${count} things that a stack looks for by name were made by a stack before it`, count === 0 ? ['nothing was looked for'] : problems);
}

const valueAt = (attributes: JsonObject, key: string): Json | undefined => {
  const [first = '', second] = key.split('.');
  const value = attributes[first];
  return second === undefined ? value : isObject(value) ? value[second] : undefined;
};

function wantedBy({ type, body }: Entity): { readonly type: string; readonly attributes: Readonly<Record<string, string>> } | undefined {
  const tags = (isArray(body['filter']) ? body['filter'] : []).flatMap((filter) => {
    const [name, [value] = []] = isObject(filter) ? [texts(filter['name'] ?? null)[0] ?? '', texts(filter['values'] ?? null)] : [''];
    return name.startsWith('tag:') && value !== undefined ? [[`tags.${name.slice(4)}`, value] as const] : [];
  });
  const key = body['key_id'];
  if (type === 'aws_kms_key' && typeof key === 'string' && key.startsWith('alias/')) return { type: 'aws_kms_alias', attributes: { name: key } };
  const literals = ['name', 'resource_group_name'].flatMap((each) =>
    typeof body[each] === 'string' && !String(body[each]).includes('${') ? [[each, String(body[each])] as const] : [],
  );
  const all = [...tags, ...literals];
  return all.length > 0 ? { type, attributes: Object.fromEntries(all) } : undefined;
}
