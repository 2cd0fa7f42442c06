/** The proof over one stack. Pure: text and tables in, findings out. */
import { checkArguments } from './arguments';
import { duplicateKeys } from './duplicates';
import { Report, type StackFinding } from './finding';
import { checkLiterals } from './literals';
import { checkReferences } from './references';
import { checkSecrets } from './secrets';
import { checkSettings } from './settings';
import { isObject, StackJson, type Json } from './stack-json';
import type { Tables } from './table';

export function checkStack(id: string, json: string, tables: Tables): readonly StackFinding[] {
  const report = new Report(id);
  const root = parsed(json);
  if (!isObject(root)) {
    report.add('', '', 'is no JSON object', 'Synthesise again.');
    return report.findings;
  }
  for (const path of duplicateKeys(json)) report.add(path, '', 'is written twice', 'Give each block its own id.');
  const stack = new StackJson(root);
  checkSettings(stack, report);
  checkArguments(stack, tables, report);
  checkReferences(stack, tables, report);
  checkSecrets(stack, tables, report);
  checkLiterals(stack, report);
  return report.findings;
}

function parsed(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json; // what JSON.parse gives is Json
  } catch {
    return undefined;
  }
}
