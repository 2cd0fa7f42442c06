/** How people reach the web pages of this option. */
import type { Intents } from '../../lib/components';
import { hosts, namespaces, type ClusterUi } from '../../lib/names';
import type { Context } from '../context';
import type { Part } from './parts';

/** An endpoint on the host that the name contract gives this page, under the access that the contract states for it. */
export function ui(
  { platform, names }: Context,
  id: ClusterUi,
  title: string,
  part: Part,
  port: { readonly service: number; readonly target: number },
): Readonly<Intents['endpoints']> {
  const host = names.uiHost(id);
  const stated = hosts(platform).find((each) => each.host === host);
  if (!stated) throw new RangeError(`the name contract has no host for '${id}'`);
  return {
    id,
    title,
    host,
    service: { namespace: namespaces.observability, name: part.name, port: port.service, pods: part.pods, targetPort: port.target },
    access: stated.access,
    timeoutSeconds: 130,
  };
}
