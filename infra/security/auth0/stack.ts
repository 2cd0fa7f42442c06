/** What every file of this stack works with. */
import type { PlatformStack } from '../../../lib/constructs/terraform';
import type { Platform } from '../../../lib/model';
import type { auth0Settings } from '../../../lib/names';
import type { Client } from './resources';

export interface TenantContext {
  readonly stack: PlatformStack;
  readonly platform: Platform;
  readonly settings: ReturnType<typeof auth0Settings>;
}

/** Clients of the tenant by the id that the platform gives them. */
export type Clients = ReadonlyMap<string, Client>;

/** Part of a Terraform address: dashes, dots and colons would need quoting in a shell. */
export const address = (...parts: readonly string[]): string => parts.join('_').replace(/[^A-Za-z0-9]+/g, '_');
