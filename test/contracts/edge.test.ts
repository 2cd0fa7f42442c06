import type { Edge, Platform } from '../../lib/model';
import { registry } from '../../manifests/registry';
import { platformOf, withCloudEdge } from '../manifests/foundation/rendered';
import { optionContract } from './option-contract';

/** A platform for each option: one that is missing here does not compile. */
const platforms: Record<Edge['use'], Platform> = { cloudflare: platformOf(), 'cloud-native': withCloudEdge() };

optionContract('edge', registry.edge, platforms);
