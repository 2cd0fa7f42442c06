/** Terraform's own lines of JSON (`-json`). */
import type { Finished } from '../process';

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}
interface Message {
  readonly type?: string;
  readonly '@message'?: string;
  readonly diagnostic?: Diagnostic;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

const messages = ({ stdout }: Finished): readonly Message[] =>
  stdout.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Message];
    } catch {
      return [];
    }
  });

/** Warnings and errors; that providers are overridden is meant. */
export function complaints(finished: Finished): readonly string[] {
  const said = messages(finished).flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [diagnostic]));
  return said.length === 0 && finished.code === 1 ? [finished.stderr || finished.stdout.slice(-500)] : said.filter(isMeant).map(diagnosticText);
}

export const isMeant = ({ summary }: Diagnostic): boolean => summary !== 'Provider development overrides are in effect';
export const diagnosticText = ({ severity, summary, detail, address }: Diagnostic): string => `${severity}: ${address ?? ''} ${summary}: ${detail ?? ''}`;

/** What a plan would do or an apply did, by action. */
export const changes = (finished: Finished): readonly { readonly action: string; readonly address: string }[] =>
  messages(finished).flatMap(({ type, change }) => (type === 'planned_change' && change ? [{ action: change.action, address: change.resource.addr }] : []));
