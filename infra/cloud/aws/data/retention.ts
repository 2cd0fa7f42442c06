/** How long what is in buckets can be brought back. */

/**
 * Days for which not even the writer can delete a version of a precious object. Backup tools clean up with plain
 * deletes, which hide an object and keep its version: retention goes on working, and a stolen or mistaken deletion
 * can be undone. Governance mode, so that an administrator can end it for good reason; no role of ours may.
 */
export const lockDays = 14;
/** Longer than the lock, else versions would expire while they are still locked. */
export const undeleteDays = { precious: 30, remakable: 7 } as const;
