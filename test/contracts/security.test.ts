import type { Security, Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Security['use'], Platform> = { 'istio-keycloak': platformOf() };

optionContract('security', registry.security, platforms);
