/** What must survive every refactoring of this program. */
import type { TerraformResource } from './terraform';

/**
 * Pins the Terraform address: nesting the construct later must not destroy what it stands for. Satellites of one
 * thing share its id, as a person would write it: `aws_s3_bucket.backups`, `aws_s3_bucket_versioning.backups`.
 */
export function pinned<R extends TerraformResource>(resource: R, id = resource.node.id): R {
  resource.overrideLogicalId(id);
  return resource;
}

/** An apply that would destroy it fails. */
export const keep = { preventDestroy: true } as const;
