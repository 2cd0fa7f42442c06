/** Fields that name objects or select them by labels. */
import type { KubeObject } from '../../components';
import { Inventory, type Selector } from './inventory';
import { valuesAt } from './path';
import type { NameField, Problem, SelectorField, World } from './world';

interface Reference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
  readonly [field: string]: unknown;
}

export function nameProblems(root: unknown, field: NameField, home: string | undefined, inventory: Inventory): readonly Problem[] {
  return valuesAt(root, field.path).flatMap(({ value, path }) => {
    const reference: Reference = typeof value === 'string' ? { [field.field ?? 'name']: value } : (value as Reference); // the table says that an object stands here
    return referenceProblems(reference, field, home, inventory).map((message): Problem => ({ path, message }));
  });
}

/** Kinds of RBAC subjects that are no objects. */
const people = new Set(['User', 'Group']);

function referenceProblems(reference: Reference, field: NameField, home: string | undefined, inventory: Inventory): readonly string[] {
  const written = reference[field.field ?? 'name'];
  const kind = reference.kind ?? field.kind;
  if (typeof written !== 'string' || written === '' || reference.optional === true || people.has(kind) || (field.known ?? []).includes(written)) return [];
  const [before, after] = field.qualified ? written.split('/') : [];
  const name = after ?? written;
  const namespace = after === undefined ? (reference.namespace ?? field.namespace ?? home) : before;
  const found = inventory.name(kind, namespace, name);
  if (!found) return [`no ${kind} '${name}'${namespace === undefined ? '' : ` in namespace '${namespace}'`}`];
  const wanted = [...(typeof reference.key === 'string' ? [reference.key] : []), ...(reference.items ?? []).map(({ key }) => key)];
  return wanted
    .filter((key) => found.keys && !found.keys.includes(key))
    .map((key) => `${kind} '${name}' has no key '${key}', only ${(found.keys ?? []).join(', ')}`);
}

export function selectorProblems(object: KubeObject, { path, of, namespaces, ports }: SelectorField, inventory: Inventory): readonly Problem[] {
  return valuesAt(object, path).flatMap(({ value, path: at }): readonly Problem[] => {
    const within = namespacesOf(object, namespaces, inventory);
    // Plain maps and label selectors differ in form only; neither has labels called like the other's fields.
    const selector: Selector = isSelector(value) ? value : { matchLabels: value as Readonly<Record<string, string>> };
    const found = of === 'pods' ? inventory.pods(within, selector) : inventory.services(within, selector);
    if (found.length === 0)
      return inventory.mayBeAbsent(selector)
        ? []
        : [{ check: 'selector', path: at, message: `selects no ${of} of ${within.join(', ')}: ${JSON.stringify(value)}` }];
    return (ports?.(object) ?? [])
      .filter((port) => !Inventory.listens(found, port))
      .map((port) => ({ check: 'port', path: at, message: `none of the selected ${of} has port ${port}` }));
  });
}

const isSelector = (value: unknown): value is Selector =>
  typeof value === 'object' && value !== null && ('matchLabels' in value || 'matchExpressions' in value);

function namespacesOf(object: KubeObject, path: string | undefined, inventory: Inventory): readonly string[] {
  const [at] = path === undefined ? [] : valuesAt(object, path);
  const named = at?.value as { readonly matchNames?: readonly string[]; readonly any?: boolean } | undefined; // a namespace selector of the operator's kinds
  if (named?.any === true) return inventory.namespaces({});
  return named?.matchNames ?? [object.metadata.namespace ?? ''];
}

/** References in chart values are found by the last key of their path, wherever the chart has it. */
export function valueProblems(data: unknown, home: string, inventory: Inventory, valueFields: World['valueFields'], path = ''): readonly Problem[] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    const inList = Array.isArray(data);
    const at = inList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const field = inList ? undefined : valueFields[key];
    const own = field
      ? nameProblems({ [key]: value }, { ...field, path: field.each ? `${key}.*` : Array.isArray(value) ? `${key}[]` : key }, home, inventory)
      : [];
    return [...own.map(({ message }): Problem => ({ path: at, message })), ...valueProblems(value, home, inventory, valueFields, at)];
  });
}
