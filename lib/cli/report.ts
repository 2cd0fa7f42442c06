/** What a person reads after a command. */
import { PlatformError, PlatformErrors } from '../model';

/** Progress on a terminal; silent elsewhere. */
export class Progress {
  readonly #live = process.stderr.isTTY === true;

  step(text: string): void {
    if (this.#live) process.stderr.write(`\r\u001b[2K${text} …`);
  }

  done(): void {
    if (this.#live) process.stderr.write('\r\u001b[2K');
  }
}

/** Text for what was thrown; our own bugs say that they are ours. */
export function errorText(cause: unknown): string {
  if (cause instanceof PlatformErrors) {
    const more = cause.omitted > 0 ? `\n\nand ${cause.omitted} more of the kind` : '';
    return `${cause.errors.map((error) => error.render()).join('\n\n')}${more}\n\n${plural(cause.errors.length + cause.omitted, 'mistake')}; nothing was written.`;
  }
  if (cause instanceof PlatformError) return cause.render();
  if (isFileError(cause))
    return `${cause.path}: ${cause.code === 'ENOENT' ? 'no such file' : cause.code === 'EISDIR' ? 'is a folder' : cause.code === 'EACCES' ? 'may not be read' : cause.code}\n  Check the path; --input and --output are relative to the current folder.`;
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return `This is a mistake of dbaas-gitops, not of your input; nothing was written.\n  ${detail}\n  Please report it with your platform.yaml. DEBUG=1 prints where it happened.`;
}

const isFileError = (cause: unknown): cause is { readonly code: string; readonly path: string } =>
  cause instanceof Error && 'code' in cause && 'path' in cause && typeof cause.path === 'string';

export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
