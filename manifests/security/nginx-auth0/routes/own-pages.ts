/**
 * Pages of the login proxy's own. After a login or a sign-out it goes on to the page that was asked for, as the controller
 * tells it, and on its own pages that is the page itself: without `rd` people would go in circles.
 */
import { loginProxy } from '../../../../lib/names';
import { isOpen, type Endpoint } from '../../gateway/endpoint';

const pages = ['start', 'sign_in', 'sign_out'] as const;
const variable = 'login_page_with_target';

const isProxied = (endpoint: Endpoint): boolean => endpoint.access.kind === 'login' && !isOpen(endpoint);
const literal = (text: string): string => text.replaceAll('.', '\\.');

/** Host and address -> the same page with a target, for pages that lack one or name another site; nothing otherwise. */
export function ownPageMaps(endpoints: readonly Endpoint[]): readonly string[] {
  const hosts = [...new Set(endpoints.filter(isProxied).map(({ host }) => host))].sort();
  if (hosts.length === 0) return [];
  const rows = pages.map((page) => {
    const path = `${loginProxy.pathPrefix}${page}`;
    return `  "~^(?:${hosts.map(literal).join('|')})${path}(?:\\?(?!(?:.*&)?rd=(?:/|%2[Ff])(?:\\w|&|$)).*)?$" "${path}?rd=%2F";`;
  });
  return [`map $host$request_uri $${variable} {`, '  default "";', ...rows, '}'];
}

/** In every server. The address is the one that the client wrote: pages that NGINX shows for another are not among them. */
export const ownPageRedirect = (endpoints: readonly Endpoint[]): readonly string[] =>
  endpoints.some(isProxied) ? [`if ($${variable}) { return 302 $${variable}; }`] : [];
