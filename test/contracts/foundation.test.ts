import { option as foundation } from '../../manifests/foundation';
import { platformOf } from '../manifests/foundation/rendered';
import { contract } from './option-contract';

describe('foundation', () => contract(platformOf(), foundation.components));
