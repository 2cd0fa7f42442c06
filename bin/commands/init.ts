import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { usage, type Command, type Flag } from '../../lib/cli/usage';
import { initPlatform, initQuestions, PlatformError, type InitAnswers } from '../../lib/model';

const flags: Readonly<Record<string, Flag>> = Object.fromEntries(initQuestions.map(({ flag, ask }) => [flag, { type: 'string', describe: ask } as const]));

export const init: Command = {
  name: 'init',
  summary: 'Write a first platform.yaml from a few answers: flags, or questions on a terminal.',
  flags: {
    ...flags,
    file: { type: 'string', describe: 'file to write', default: 'platform.yaml' },
    force: { type: 'boolean', describe: 'replace an existing file' },
  },
  run: async (given) => {
    const file = String(given['file']);
    if (existsSync(file) && given['force'] !== true)
      throw new PlatformError({
        code: 'output/foreign-file',
        path: file,
        message: 'there is one already',
        fix: 'Choose another name with --file, or replace it with --force.',
      });
    const answers = process.stdin.isTTY ? await asked(given) : fromFlags(given);
    writeFileSync(file, initPlatform(answers));
    process.stdout.write(`${file} written. Next: npm run synth.\n`);
    return 0;
  },
};

type Given = Readonly<Record<string, string | boolean | undefined>>;

/** All flags at once; what is missing and what is wrong in one message. */
function fromFlags(given: Given): InitAnswers {
  const answers: Record<string, string> = {};
  const problems: string[] = [];
  for (const { flag, suggest, decidedBy, asked: isAsked, problem, allowed } of initQuestions) {
    if (!isAsked(answers)) {
      if (given[flag] !== undefined) problems.push(`--${flag} is no question with --${decidedBy ?? ''} ${answers[decidedBy ?? ''] ?? ''}`);
      continue;
    }
    const answer = given[flag] === undefined ? suggest?.(answers) : String(given[flag]);
    if (answer === undefined) problems.push(`--${flag} is missing: ${allowed}`);
    else if (problem(answer) !== undefined) problems.push(`--${flag}: ${problem(answer)}`);
    else answers[flag] = answer;
  }
  if (problems.length > 0) throw usage(problems.join('\n'), 'Give these flags, or run init on a terminal to be asked.');
  return answers as unknown as InitAnswers; // every question was answered
}

async function asked(given: Given): Promise<InitAnswers> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answers: Record<string, string> = {};
  try {
    for (const { flag, ask, suggest, asked: isAsked, problem } of initQuestions) {
      if (!isAsked(answers)) continue;
      let answer = given[flag] === undefined ? undefined : String(given[flag]);
      while (answer === undefined || problem(answer) !== undefined) {
        if (answer !== undefined) process.stdout.write(`  ${problem(answer)}\n`);
        const fallback = suggest?.(answers);
        answer = (await terminal.question(`${ask}${fallback === undefined ? '' : ` [${fallback}]`}: `)).trim() || fallback;
      }
      answers[flag] = answer;
    }
  } finally {
    terminal.close();
  }
  return answers as unknown as InitAnswers; // every question was answered
}
