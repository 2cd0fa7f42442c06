/**
 * Role assignment conditions that bind a role to a part of a container: one folder, so that one database can neither read
 * nor destroy the backups of another, or everything but one blob.
 * @see https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
 */

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/** Other actions than these pass, then the folder decides. */
const guarded = (actions: string, rule: string): string => `(!(${actions}) OR (${rule}))`;

/** Conditions may name only actions that the role has. Listing is asked for with a prefix, everything else for a path. */
export function belowPrefix(prefix: string, access: 'read' | 'write'): string {
  const below = `@Resource[${blobs}:path] StringLike '${prefix}/*'`;
  const read = `ActionMatches{'${blobs}/read'}`;
  const writes = ['add/action', 'delete', 'move/action', 'write'].map((action) => `ActionMatches{'${blobs}/${action}'}`).join(' OR ');
  return [
    guarded(`${read} AND NOT SubOperationMatches{'Blob.List'}`, below),
    guarded(`${read} AND SubOperationMatches{'Blob.List'}`, `@Request[${blobs}:prefix] StringStartsWith '${prefix}/'`),
    ...(access === 'write' ? [guarded(writes, below)] : []),
  ].join(' AND ');
}

/** Everything but the content of one blob: its name is seen in lists. */
export const exceptBlob = (path: string): string =>
  guarded(`ActionMatches{'${blobs}/read'} AND NOT SubOperationMatches{'Blob.List'}`, `@Resource[${blobs}:path] StringNotEquals '${path}'`);
