/** Every name in an expression exists: resource, attribute, variable, local, function; addresses in depends_on and imports too. */
import { readExpression, readTemplate, type Expressions, type Reference, type Step } from './expression';
import type { Report } from './finding';
import { terraformFunctions } from './functions';
import { isObject, type Entity, type StackJson } from './stack-json';
import { fieldOf, isNested, plain, type Block, type Field, type Tables } from './table';
import { builtIn, providerOf } from './built-in';
import { textsOf, type Text } from './walk';

export function checkReferences(stack: StackJson, tables: Tables, report: Report): void {
  for (const text of textsOf(stack)) {
    const { references, functions, problem }: Expressions = text.bare ? readExpression(text.text) : readTemplate(text.text);
    if (problem) report.add(text.address, text.argument, `is no valid template: ${problem}`, 'Correct the expression; a literal ${ is written $${.');
    for (const name of functions)
      if (!terraformFunctions.has(name))
        report.add(text.address, text.argument, `calls the function '${name}', which Terraform does not have`, 'Use a function of Terraform 1.11.');
    for (const reference of references) checkReference(stack, tables, report, text, reference);
  }
}

function checkReference(stack: StackJson, tables: Tables, report: Report, text: Text, reference: Reference): void {
  const problem = resolve(stack, tables, text, reference);
  if (problem)
    report.add(
      text.address,
      text.argument,
      `refers to ${reference.text}: ${problem}`,
      'References resolve inside their own stack; values of another stack come through terraform_remote_state or the name contract.',
    );
}

const pathNames = new Set(['module', 'root', 'cwd']);
type Resolver = (stack: StackJson, text: Text, name: string) => string | undefined;
const roots: Readonly<Record<string, Resolver>> = {
  var: (stack, _, name) => (Object.hasOwn(stack.variables, name) ? undefined : `the stack declares no variable '${name}'`),
  local: (stack, _, name) => (Object.hasOwn(stack.locals, name) ? undefined : `the stack declares no local '${name}'`),
  path: (_stack, _, name) => (pathNames.has(name) ? undefined : 'path has module, root and cwd'),
  terraform: (_stack, _, name) => (name === 'workspace' ? undefined : 'terraform has workspace'),
  each: (_stack, { within }, name) =>
    within?.body['for_each'] === undefined ? 'the block has no for_each' : name === 'key' || name === 'value' ? undefined : 'each has key and value',
  count: (_stack, { within }, name) => (within?.body['count'] === undefined ? 'the block has no count' : name === 'index' ? undefined : 'count has index'),
  self: (_stack, { argument }) => (/provisioner|connection|postcondition/.test(argument) ? undefined : 'self exists in provisioners and postconditions only'),
};

function resolve(stack: StackJson, tables: Tables, text: Text, { root, steps }: Reference): string | undefined {
  const resolver = Object.hasOwn(roots, root) ? roots[root] : undefined;
  if (resolver) return resolver(stack, text, steps[0]?.name ?? '');
  const data = root === 'data';
  const type = data ? (steps[0]?.name ?? '') : root;
  const name = steps[data ? 1 : 0];
  if (name?.kind !== 'attribute') return dynamicIterator(text, root) ? undefined : 'nothing has this name here';
  const entity = stack.entity(`${data ? 'data.' : ''}${type}.${name.name}`);
  if (!entity) return `the stack has no ${data ? 'data source' : 'resource'} of this address`;
  const block = blockOf(tables, entity);
  return block ? walk(block, instanceSteps(entity, steps.slice(data ? 2 : 1))) : undefined;
}

/** Inside `dynamic.<label>` the label is the iterator. */
const dynamicIterator = ({ argument }: Text, root: string) => argument.includes(`dynamic.${root}`);

export function blockOf(tables: Tables, { kind, type }: Entity): Block | undefined {
  const own = builtIn[kind][type];
  if (own) return own;
  const provider = providerOf(type);
  return provider && (kind === 'resource' ? tables[provider].resources : tables[provider].data)[type];
}

/** Without the instance's own index: `type.name[0].arn` of a counted resource. */
const instanceSteps = ({ body }: Entity, steps: readonly Step[]) =>
  body['count'] !== undefined || body['for_each'] !== undefined ? steps.slice(steps[0]?.kind === 'attribute' ? 0 : 1) : steps;

function walk(block: Block, steps: readonly Step[]): string | undefined {
  const [first, ...rest] = steps;
  if (!first) return undefined;
  if (first.kind !== 'attribute') return 'the resource has neither count nor for_each, so it cannot be indexed';
  const field = fieldOf(block, first.name);
  return field === undefined ? `there is no attribute '${first.name}'` : into(field, first.name, rest);
}

function into(field: Field, name: string, steps: readonly Step[]): string | undefined {
  const [next, ...rest] = steps;
  if (!next) return undefined;
  if (!isNested(field)) return intoType(plain(field).type, name, steps);
  if (field.nesting === 'set' && next.kind === 'index') return `'${name}' is a set: use one(…) or tolist(…) to take an element`;
  if (field.nesting === 'single') return next.kind === 'attribute' ? walk(field.fields, steps) : `'${name}' is an object and has no index`;
  if (next.kind === 'attribute' && field.nesting !== 'map') return `'${name}' is a ${field.nesting}: take an element first`;
  return walk(field.fields, rest);
}

function intoType(type: string, name: string, steps: readonly Step[]): string | undefined {
  const [next, ...rest] = steps;
  if (!next || type === 'any') return undefined;
  const inner = /^(list|set|map)\((.*)\)$/.exec(type);
  if (!inner) return `'${name}' is a ${type} and has no parts`;
  if (inner[1] === 'set' && next.kind === 'index') return `'${name}' is a set: use one(…) or tolist(…) to take an element`;
  if (inner[1] !== 'map' && next.kind === 'attribute') return `'${name}' is a ${type}: take an element first`;
  return intoType(inner[2] ?? 'any', name, rest);
}

/** Type of what a text refers to, where it is one plain attribute: `string`, `list(string)` … */
export function typeOfText(stack: StackJson, tables: Tables, text: string): string | undefined {
  const { whole, references, functions } = readTemplate(text);
  const [reference, other] = references;
  if (!whole || !reference || other || functions.length > 0 || text !== `\${${reference.text}}`) return undefined;
  if (reference.root === 'var' && reference.steps.length === 1) {
    const variable = stack.variables[reference.steps[0]?.name ?? ''];
    return isObject(variable) && typeof variable['type'] === 'string' ? variable['type'] : undefined;
  }
  const entity = stack.entity(`${reference.root}.${reference.steps[0]?.name ?? ''}`);
  const block = entity && blockOf(tables, entity);
  const attribute = entity && instanceSteps(entity, reference.steps.slice(1));
  if (!block || attribute?.length !== 1) return undefined;
  const field = fieldOf(block, attribute[0]?.name ?? '');
  return field === undefined || isNested(field) ? undefined : plain(field).type;
}
