import type { Monitoring, Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf, withCloudMonitoring } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Monitoring['use'], Platform> = { prometheus: platformOf(), 'cloud-native': withCloudMonitoring() };

optionContract('monitoring', registry.monitoring, platforms);
