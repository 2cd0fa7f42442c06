/** Two AKS clusters in two regions: what one of them needs, twice. */
import type { Option } from '../../context';
import { azureComponents } from '../azure';

export const option: Option = { components: azureComponents };
