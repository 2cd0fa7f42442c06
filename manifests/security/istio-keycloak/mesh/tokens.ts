import type { Wiring } from '../../../../lib/components';
import type { Names } from '../../../../lib/names';

export interface TokenSource {
  /** Compared byte for byte with the claim `iss`. */
  readonly issuer: string;
  readonly jwksUri: string;
}

/**
 * Where the keys of the realm are. In the cluster that runs Keycloak its own Service, so that checking a token depends
 * on nothing outside; in the other one the public host.
 */
export function tokenSource(names: Names, wiring: Wiring): TokenSource {
  const issuer = names.issuer();
  const path = `/realms/${names.realm()}/protocol/openid-connect/certs`;
  const local = names.isActive() ? wiring.all('endpoints').find(({ host }) => host === names.identityHost())?.service : undefined;
  return {
    issuer,
    jwksUri: local ? `http://${local.name}.${local.namespace}.svc.cluster.local:${local.port}${path}` : `https://${names.identityHost()}${path}`,
  };
}
