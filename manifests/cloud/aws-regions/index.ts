/** Two EKS clusters in two regions: what one of them needs, twice. */
import type { Option } from '../../context';
import { awsComponents } from '../aws';

export const option: Option = { components: awsComponents };
