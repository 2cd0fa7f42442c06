/** Istio as mesh and gateway, Keycloak as identity provider, oauth2-proxy as browser login. */
import type { Option } from '../../context';
import { loginComponents } from './login';
import { meshComponents } from './mesh';

export const option: Option = { components: [...meshComponents, ...loginComponents] };
