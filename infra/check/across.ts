/** What one stack reads of another exists there: terraform_remote_state names a state and an output of it. */
import { readTemplate } from './expression';
import { Report, type StackFinding } from './finding';
import { isObject, StackJson, type JsonObject } from './stack-json';
import { textsOf } from './walk';

export interface StackText {
  readonly id: string;
  readonly json: string;
}

export function checkAcross(texts: readonly StackText[]): readonly StackFinding[] {
  const stacks = new Map(texts.map(({ id, json }) => [id, new StackJson(JSON.parse(json) as JsonObject)])); // only called with what checkStack could read
  const byState = new Map([...stacks.values()].map((stack) => [placeOf(stack.terraform['backend']), stack]));
  return [...stacks].flatMap(([id, stack]) => {
    const report = new Report(id);
    for (const { address, type, name, body } of stack.entities) {
      if (type !== 'terraform_remote_state') continue;
      const producer = byState.get(placeOf(typeof body['backend'] === 'string' ? { [body['backend']]: body['config'] ?? null } : null));
      if (!producer) report.add(address, 'config', 'is the state of no stack of this platform', "Use the producer's own backend settings.");
      else
        for (const output of outputsRead(stack, name))
          if (!Object.hasOwn(producer.outputs, output))
            report.add(address, `outputs.${output}`, 'is no output of the stack that it reads', 'Add the output there.');
    }
    return report.findings;
  });
}

/** Bucket or account, and key: what makes two settings the same state. */
function placeOf(backend: unknown): string {
  const [first] = isObject(backend as JsonObject) ? Object.entries(backend as JsonObject) : []; // isObject has looked
  const [kind, body] = first ?? ['', null];
  if (!isObject(body)) return '';
  return [kind, body['bucket'] ?? body['storage_account_name'], body['container_name'], body['key']].map(String).join(' ');
}

function outputsRead(stack: StackJson, name: string): readonly string[] {
  const references = textsOf(stack).flatMap(({ text, bare }) => (bare ? [] : readTemplate(text).references));
  return [
    ...new Set(
      references
        .filter(({ root, steps }) => root === 'data' && steps[0]?.name === 'terraform_remote_state' && steps[1]?.name === name && steps[2]?.name === 'outputs')
        .flatMap(({ steps }) => steps[3]?.name ?? []),
    ),
  ];
}
