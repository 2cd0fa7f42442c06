import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of this toolkit, from its package.json. */
export const toolkitVersion: string = (JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string }).version;
