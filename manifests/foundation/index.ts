/** What every platform has, whatever options were picked. */
import type { Option } from '../context';
import { postgres } from './postgres';

export const option: Option = { components: [...postgres] };
