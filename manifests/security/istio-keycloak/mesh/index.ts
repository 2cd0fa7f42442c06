/** Istio for this option: oauth2-proxy is asked before hosts with a login, Keycloak's tokens decide. */
import type { Context, Factory } from '../../../context';
import { istio, type KeySource } from '../../istio';
import { loginCheck } from './login-check';
import { loginRoutes } from './login-routes';
import { openRoutes } from './open-routes';

const keys = ({ names }: Context): KeySource => (names.isActive() ? { fetchedBy: 'proxies' } : { fetchedBy: 'control-plane', host: names.identityHost() });

export const meshComponents: readonly Factory[] = [...istio({ extensionProviders: [loginCheck], keys }), openRoutes, loginRoutes];
