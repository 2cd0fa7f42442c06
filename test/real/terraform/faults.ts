/** Mistakes that `terraform validate` must find: what shows that it reads our stacks, and reads them with the tables. */
import type { JsonObject } from '../../../infra/check/stack-json';
import type { Report } from '../report';
import { diagnosticText, isMeant } from './messages';
import { terraformIn, type Terraform } from './program';
import { objectAt, stackJson, writeStack } from './stacks';

interface Fault {
  readonly what: string;
  /** Part of what Terraform says. */
  readonly says: RegExp;
  readonly stack: RegExp;
  readonly change: (json: JsonObject) => JsonObject;
}

/** The first resource of a type with other arguments. */
const changed =
  (type: string, change: (body: JsonObject) => JsonObject) =>
  (json: JsonObject): JsonObject => {
    const resources = objectAt(json, 'resource');
    const [[name, body] = []] = Object.entries(objectAt(resources, type));
    if (name === undefined) throw new Error(`no ${type} to plant a mistake in`);
    return { ...json, resource: { ...resources, [type]: { ...objectAt(resources, type), [name]: change(body as JsonObject) } } }; // a resource is an object
  };
const without =
  (key: string) =>
  ({ [key]: _, ...rest }: JsonObject): JsonObject =>
    rest;

const faults: readonly Fault[] = [
  {
    what: 'an argument that AWS does not know',
    stack: /^aws-.*-network$/,
    says: /Extraneous JSON object property/,
    change: changed('aws_vpc', (body) => ({ ...body, enable_dns_hostname: true })),
  },
  { what: 'an argument that AWS requires', stack: /^aws-.*-network$/, says: /Missing required argument/, change: changed('aws_subnet', without('vpc_id')) },
  {
    what: 'a text where AWS wants a number',
    stack: /^aws-.*-cluster$/,
    says: /a number is required/,
    change: changed('aws_cloudwatch_log_group', (body) => ({ ...body, retention_in_days: 'a year' })),
  },
  {
    what: 'a reference to nothing',
    stack: /^aws-.*-data$/,
    says: /Reference to undeclared resource/,
    change: changed('aws_s3_bucket_policy', (body) => ({ ...body, bucket: '${aws_s3_bucket.gone.id}' })),
  },
  {
    what: 'an attribute that a resource does not have',
    stack: /^aws-.*-data$/,
    says: /Unsupported attribute/,
    change: changed('aws_s3_bucket_policy', (body) => ({ ...body, bucket: '${aws_s3_bucket.backups.bucket_nam}' })),
  },
  {
    what: 'a circle of resources',
    stack: /^aws-.*-network$/,
    says: /Cycle:/,
    change: changed('aws_vpc', (body) => ({ ...body, depends_on: ['aws_subnet.control_plane_a'] })),
  },
  {
    what: 'a block that Azure allows once',
    stack: /^az-.*-cluster$/,
    says: /Too many network_profile blocks/,
    change: changed('azurerm_kubernetes_cluster', (body) => ({ ...body, network_profile: [body['network_profile'] ?? {}, body['network_profile'] ?? {}] })),
  },
  {
    what: 'a text where a nested argument of Cloudflare is a number',
    stack: /^edge$/,
    says: /a number is required/,
    change: changed('cloudflare_load_balancer_pool', (body) => ({ ...body, origins: [{ name: 'a', address: '203.0.113.1', weight: 'heavy' }] })),
  },
  {
    what: 'a function that does not exist',
    stack: /^edge$/,
    says: /Call to unknown function/,
    change: changed('cloudflare_zone', (body) => ({ ...body, name: '${lowercase("A")}' })),
  },
  {
    what: 'a variable that nobody declares',
    stack: /^bootstrap-/,
    says: /Reference to undeclared input variable/,
    change: (json) => ({ ...json, output: { planted: { value: '${var.gone}' } } }),
  },
];

export async function checkFaults({
  report,
  terraform,
  folder,
  stacks,
}: {
  readonly report: Report;
  readonly terraform: Terraform;
  readonly folder: string;
  readonly stacks: readonly string[];
}): Promise<void> {
  const problems: string[] = [];
  for (const { what, says, stack, change } of faults) {
    const id = stacks.find((each) => stack.test(each));
    if (id === undefined) {
      problems.push(`${what}: no stack to plant it in`);
      continue;
    }
    const own = writeStack(folder, id, change(stackJson(id)));
    const { stdout } = await terraformIn(terraform, own, ['validate', '-json']);
    const said = (JSON.parse(stdout) as { readonly diagnostics: readonly Parameters<typeof diagnosticText>[0][] }).diagnostics
      .filter(isMeant)
      .map(diagnosticText);
    if (!said.some((text) => says.test(text))) problems.push(`${what}, in ${id}: ${said.join('; ') || 'is taken'}`);
  }
  report.check(`control: terraform validate refuses each of ${faults.length} planted mistakes`, problems);
}
