import type { Security, Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf, withSecurity } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Security['use'], Platform> = {
  'istio-keycloak': platformOf(),
  'nginx-auth0': withSecurity('nginx-auth0'),
  'istio-auth0': withSecurity('istio-auth0'),
};

optionContract('security', registry.security, platforms);
