/** F5 NGINX Ingress Controller as gateway, Auth0 as identity provider, oauth2-proxy as browser login and as check of tokens. */
import type { Option } from '../../context';
import { sessions } from '../sessions';
import { ingressController } from './controller';
import { auth0LoginProxy } from './login';
import { ingressRoutes } from './routes';
import { tokenProxyComponent } from './token-proxy';

export const option: Option = { components: [ingressRoutes, ingressController, sessions, auth0LoginProxy, tokenProxyComponent] };
