/** Every text of a stack that Terraform evaluates, with the block that it belongs to. */
import { at, isArray, isObject, type Entity, type Json, type StackJson } from './stack-json';

export interface Text {
  readonly address: string;
  readonly argument: string;
  readonly text: string;
  /** A bare expression, without `${}`: where Terraform wants an address. */
  readonly bare: boolean;
  /** The resource or data source that it stands in. */
  readonly within?: Entity;
}

/** Arguments whose strings are addresses or attribute names, not templates. */
const bareArguments = new Set(['depends_on', 'replace_triggered_by']);
const attributeArguments = new Set(['ignore_changes', 'provider', '//']);

export function textsOf(stack: StackJson): readonly Text[] {
  const texts: Text[] = [];
  const visit = (address: string, value: Json | undefined, argument: string, bare: boolean, within?: Entity): void => {
    if (typeof value === 'string') texts.push({ address, argument, text: value, bare: bare && !value.startsWith('${'), ...(within ? { within } : {}) });
    else if (isArray(value)) value.forEach((item, index) => visit(address, item, at(argument, index), bare, within));
    else if (isObject(value))
      for (const [key, field] of Object.entries(value))
        if (!attributeArguments.has(key) || (key === 'provider' && argument !== ''))
          visit(address, field, at(argument, key), bare || bareArguments.has(key), within);
  };
  for (const entity of stack.entities) visit(entity.address, entity.body, '', false, entity);
  for (const { name, alias, body } of stack.providers) visit(`provider.${name}${alias ? `.${alias}` : ''}`, body, '', false);
  for (const [name, value] of Object.entries(stack.outputs)) visit(`output.${name}`, value, '', false);
  for (const [name, value] of Object.entries(stack.locals)) visit(`local.${name}`, value, '', false);
  stack.imports.forEach(({ to, ...rest }, index) => {
    visit(`import[${index}]`, to, 'to', true);
    visit(`import[${index}]`, rest, '', false);
  });
  return texts;
}
