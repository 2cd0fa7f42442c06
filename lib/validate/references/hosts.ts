/** Names of Services anywhere in the text of an object: `<service>.<namespace>.svc`, with or without a port. */
import type { Inventory } from './inventory';
import { portNumber, Inventory as Known } from './inventory';
import type { Problem } from './world';

const serviceHost = /(?<![a-z0-9-])([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)\.svc(?:\.cluster\.local)?(?![a-z0-9-])(?::(\d+))?/g;

/** Every string below `value`, with its path. */
export function eachText(value: unknown, path: string, visit: (text: string, path: string) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) value.forEach((item, index) => eachText(item, `${path}[${index}]`, visit));
  else if (value !== null && typeof value === 'object')
    for (const [key, field] of Object.entries(value)) eachText(field, path === '' ? key : `${path}.${key}`, visit);
}

export function hostProblems(value: unknown, inventory: Inventory): readonly Problem[] {
  const found: Problem[] = [];
  eachText(value, '', (text, path) => {
    if (!text.includes('.svc')) return;
    for (const [host, service = '', namespace = '', port] of text.matchAll(serviceHost)) {
      const known = inventory.service(namespace, service);
      if (!known) found.push({ check: 'host', path, message: `'${host}': no Service '${service}' in namespace '${namespace}'` });
      // The pods behind a headless Service are reached on their own ports.
      else if (port !== undefined && !known.headless && !Known.listens([known], Number(port)))
        found.push({ check: 'port', path, message: `'${host}': the Service has ports ${known.ports.map(portNumber).join(', ')}` });
    }
  });
  return found;
}
