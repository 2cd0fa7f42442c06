/** Istio for this option: oauth2-proxy is asked before hosts with a login, Keycloak's tokens decide. */
import { identityOf, identityServer, keycloakHost, loginProxy, namespaces } from '../../../../lib/names';
import type { Factory } from '../../../context';
import { istio, type IstioOption, type LoginTokens } from '../../istio';

const logins: LoginTokens = {
  audience: () => loginProxy.clientId,
  /**
   * In the cluster that runs Keycloak its own Service, so that checking a token depends on nothing outside; in the other
   * one the public host.
   */
  jwksUri({ platform, names }, wiring) {
    const { keys } = identityOf(platform).endpoints;
    const local = names.isActive() ? wiring.all('endpoints').find(({ host }) => host === keycloakHost(platform))?.service : undefined;
    return local ? keys.replace(`https://${keycloakHost(platform)}`, `http://${local.name}.${local.namespace}.svc.cluster.local:${local.port}`) : keys;
  },
  claimHeaders: { 'x-auth-request-user': 'sub', 'x-auth-request-email': 'email', 'x-auth-request-preferred-username': 'preferred_username' },
  proxyHeaders: [],
  patience: '1.5s',
};

export const meshOption: IstioOption = {
  keys: ({ names }) =>
    names.isActive()
      ? { fetchedBy: 'proxies', server: { namespace: namespaces.identity, pods: identityServer.pods }, port: identityServer.port }
      : { fetchedBy: 'control-plane', host: names.identityHost() },
  logins,
  namespaces: [namespaces.identity, namespaces.login],
  loginNeeds: ['identity', 'login-proxy'],
};

export const meshComponents: readonly Factory[] = istio(meshOption);
