/** The command line: what there is, and what a user reads when asking for it. */
import { parseArgs } from 'node:util';
import { PlatformError } from '../model';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  readonly default?: string;
}
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments in words, such as `<file>[:<field>]`. */
  readonly positional?: string;
  readonly flags: Readonly<Record<string, Flag>>;
  run(flags: Readonly<Record<string, string | boolean | undefined>>, positionals: readonly string[]): number | Promise<number>;
}

export const inputFlag: Flag = { type: 'string', describe: 'the description of the platform', default: 'platform.yaml' };
export const outputFlag: Flag = { type: 'string', describe: 'folder of the generated files', default: 'dist' };

export function help(program: string, commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `Usage: ${program} <command> [flags]`,
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `${program} <command> --help explains one.`,
  ].join('\n');
}

export function commandHelp(program: string, { name, summary, positional, flags }: Command): string {
  const rows = Object.entries(flags).map(
    ([flag, { type, describe, default: value }]) =>
      [`--${flag}${type === 'string' ? ' <value>' : ''}`, `${describe}${value === undefined ? '' : ` (default: ${value})`}`] as const,
  );
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    `Usage: ${program} ${name}${positional ? ` ${positional}` : ''} [flags]`,
    '',
    summary,
    ...(rows.length > 0 ? ['', 'Flags:', ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)] : []),
  ].join('\n');
}

/** @throws PlatformError cli/usage */
export function parseCommandLine(
  program: string,
  commands: readonly Command[],
  args: readonly string[],
):
  | { readonly command: Command; readonly flags: Readonly<Record<string, string | boolean | undefined>>; readonly positionals: readonly string[] }
  | { readonly text: string } {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return { text: help(program, commands) };
  const command = commands.find((each) => each.name === name);
  if (!command) throw usage(`there is no command '${name}'`, help(program, commands));
  if (rest.includes('--help') || rest.includes('-h')) return { text: commandHelp(program, command) };
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([flag, { type, default: value }]) => [flag, value === undefined ? { type } : { type, default: value }]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: command.positional !== undefined, strict: true });
    return { command, flags: values, positionals };
  } catch (cause) {
    throw usage(cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : 'these arguments are not understood', commandHelp(program, command));
  }
}

export const usage = (message: string, fix: string): PlatformError => new PlatformError({ code: 'cli/usage', message, fix });
