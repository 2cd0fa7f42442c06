import type { Option } from '../../context';
export const option: Option = { components: [] };
