import { loginProxy } from '../../../../lib/names';
import { forgedHeaders } from '../../gateway/headers';
import type { LoginTokens } from '../option';

/**
 * Headers that are removed from requests to hosts with a login in front. What the gateway wrote after the check stays:
 * under these names it has dropped or overwritten what the client sent.
 */
export function forgedBehindLogin({ claimHeaders, proxyHeaders }: LoginTokens): readonly string[] {
  const written = new Set([...Object.keys(claimHeaders), ...proxyHeaders, loginProxy.tokenHeader]);
  return forgedHeaders.filter((header) => !written.has(header));
}
