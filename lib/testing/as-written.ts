/** A platform in the form of platform.yaml: what `loadPlatform` reads to the same platform again. */
import type { Platform, PlatformFile } from '../model';

export function asWritten({ tenants, ...rest }: Platform): PlatformFile {
  return {
    ...rest,
    tenants: Object.values(tenants).map(({ databases: _, ...tenant }) => tenant),
    databases: Object.values(tenants).flatMap(({ name, databases }) => Object.values(databases).map((database) => ({ ...database, tenant: name }))),
  };
}
