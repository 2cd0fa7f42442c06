import type { Logging, Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Logging['use'], Platform> = {
  loki: platformOf(),
  'cloud-native': platformOf((yaml) => yaml.replace(/\nlogging:\n( .*\n)+/, '\nlogging:\n  use: cloud-native\n')),
  elk: platformOf((yaml) => yaml.replace(/\nlogging:\n(?: .*\n)*/, '\nlogging:\n  use: elk\n')),
};

optionContract('logging', registry.logging, platforms);
