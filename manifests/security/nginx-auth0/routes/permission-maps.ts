/**
 * What NGINX asks the token proxy for a request, as maps from the method. A policy of the controller has one address to
 * ask; its last part is a variable, so that the address depends on the method too. docs/adr/0020-nginx-gateway.md
 */
import { loginProxy } from '../../../../lib/names';
import type { Endpoint } from '../../gateway/endpoint';
import { tokenLocations, type TokenLocation } from './paths';

/** No permission has this name: who has a token of ours is answered 403, everybody else 401. */
const nobody = '-';
/** Answered 200 without a token: browsers send preflights without one. */
const open = 'ping';

const ask = (permissions: readonly string[]): string => `${loginProxy.pathPrefix.slice(1)}auth?allowed_groups=${permissions.join(',')}`;

/** NGINX variable of a location: with the dash of ids as an underscore, which no id has. */
export const variableOf = ({ id }: Pick<Endpoint, 'id'>, index: number): string => `permission_${id.replaceAll('-', '_')}_${index}`;

const mapOf = (variable: string, { methods }: TokenLocation): string =>
  [
    `map $request_method $${variable} {`,
    // An empty list of groups would let everybody in.
    `  default "${ask([nobody])}";`,
    ...[...methods].map(([method, permissions]) => `  ${method} "${ask(permissions)}";`),
    `  OPTIONS ${open};`,
    '}',
  ].join('\n');

/** Maps of every location that some permission opens. */
export const permissionMaps = (endpoints: readonly Endpoint[]): readonly string[] =>
  endpoints.flatMap((endpoint) =>
    endpoint.access.kind === 'token'
      ? tokenLocations(endpoint.access.permissions).flatMap((location, index) =>
          location.methods.size > 0 ? [mapOf(variableOf(endpoint, index), location)] : [],
        )
      : [],
  );
