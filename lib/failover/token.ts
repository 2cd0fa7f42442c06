/** The value that a demoted primary hands to the one that takes over. */
import { PlatformError } from '../model';

/** What the operator asks of a token before it promotes anything. @see CloudNativePG, pkg/utils, PgControldataTokenContent.IsValid */
const fields = [
  'latestCheckpointTimelineID',
  'redoWalFile',
  'databaseSystemIdentifier',
  'latestCheckpointREDOLocation',
  'timeOfLatestCheckpoint',
  'operatorVersion',
] as const;

/**
 * The token without space around it.
 * @throws PlatformError failover/token
 */
export function checkedToken(given: string, howToRead: string): string {
  const token = given.trim();
  if (token === '') throw invalid('it is empty: the primary has not stopped yet', howToRead);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token)) throw invalid('it is no base64 text', howToRead);
  const content = contentOf(token);
  const missing = fields.filter((field) => typeof content?.[field] !== 'string' || content[field] === '');
  if (missing.length > 0) throw invalid(`it lacks ${missing.join(', ')}`, howToRead);
  return token;
}

function contentOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return content !== null && typeof content === 'object' ? (content as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

const invalid = (why: string, howToRead: string): PlatformError =>
  new PlatformError({ code: 'failover/token', message: `this is no promotion token: ${why}`, fix: `Copy the whole value:\n${howToRead}` });
