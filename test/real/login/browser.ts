/** Headless Chromium, as a person's machine: it trusts the authority of public names and resolves them to the edge. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { mustRun } from '../process';
import type { LoginPrograms } from './programs';

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface BrowserProps {
  readonly programs: LoginPrograms;
  readonly work: string;
  /** PEM file. */
  readonly authority: string;
}

/** Starts the program once; each person has a context. */
export async function startBrowser({ programs, work, authority }: BrowserProps): Promise<{ person(): Promise<BrowserContext>; close(): Promise<void> }> {
  const home = join(work, 'home');
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  await mustRun(programs.certutil, ['-N', '-d', `sql:${store}`, '--empty-password']);
  await mustRun(programs.certutil, ['-A', '-d', `sql:${store}`, '-n', 'internet', '-t', 'C,,', '-i', authority]);
  const browser = await chromium.launch({
    executablePath: programs.chromium,
    args: flags,
    chromiumSandbox: false,
    env: { ...(process.env as Record<string, string>), HOME: home }, // no variable of a process is undefined
  });
  return {
    person: () => browser.newContext({ viewport: { width: 1100, height: 760 }, locale: 'en-GB' }),
    close: () => browser.close(),
  };
}

/** Keeps what the person sees. */
export const screenshot = (page: Page, folder: string, name: string): Promise<Buffer> => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
