/** One EKS and one AKS cluster: each cloud's parts decide by themselves which cluster needs them. */
import type { Option } from '../../context';
import { awsComponents } from '../aws';
import { azureComponents } from '../azure';

export const option: Option = { components: [...awsComponents, ...azureComponents] };
