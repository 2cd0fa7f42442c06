import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { fleet, token, tokenContent, tokenOf, type Fleet } from './failover-command';

const orders = 'payments/orders';
const program = resolve('build/bin/dbaas-gitops.js');

/** `replication` of the database in the file, as data. */
const replicationOf = (of: Fleet): unknown =>
  (parse(of.read()) as { readonly databases: readonly { readonly name: string; readonly replication?: unknown }[] }).databases.find(
    ({ name }) => name === 'orders',
  )?.replication;

const writtenAs = (replication: string): Fleet => {
  const made = fleet();
  made.edit('    maintenance: { window: { day: sun, hour: 3 } }\n', `    maintenance: { window: { day: sun, hour: 3 } }\n    replication: ${replication}\n`);
  return made;
};

describe('a planned switch', () => {
  it('is three commits, each changing nothing but replication of the database', () => {
    const made = fleet();
    const before = made.read();
    expect(made.run('failover', 'apply', orders, '--to', 'az-weu').code).toBe(0);
    expect(replicationOf(made)).toEqual({ demoteTo: 'az-weu' });
    expect(made.run('failover', 'apply', orders, '--token', token).code).toBe(0);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', promotionToken: token });
    expect(made.run('failover', 'apply', orders).code).toBe(0);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu' });
    expect(made.read().replace('    replication:\n      primary: az-weu\n', '')).toBe(before);
  });

  it('goes back the same way', () => {
    const made = writtenAs('{ primary: az-weu }');
    made.run('failover', 'apply', orders, '--to', 'aws-euc1');
    made.run('failover', 'apply', orders, '--token', token);
    made.run('failover', 'apply', orders);
    expect(replicationOf(made)).toEqual({ primary: 'aws-euc1' });
  });

  it('begins only when the target is said, so that a command too many does not switch back', () => {
    const made = fleet();
    const { code, text } = made.run('failover', 'apply', orders);
    expect(code).toBe(1);
    expect(text).toContain('Write --to az-weu');
    expect(replicationOf(made)).toBeUndefined();
  });

  it('has nothing to do for the cluster that takes writes already', () => {
    const made = fleet();
    expect(made.run('failover', 'apply', orders, '--to', 'aws-euc1')).toEqual({
      code: 0,
      text: 'payments/orders: aws-euc1 takes writes, az-weu follows it. Nothing to do.\n',
    });
    expect(made.run('failover', 'plan', orders, '--to', 'aws-euc1').text).toContain('Nothing to do.');
  });

  it('waits for the token of the old primary, and says how to read it', () => {
    const { code, text } = writtenAs('{ demoteTo: az-weu }').run('failover', 'apply', orders);
    expect(code).toBe(1);
    expect(text).toContain("kubectl --context aws-euc1 -n db-payments get cluster orders -o jsonpath='{.status.demotionToken}");
  });

  it('takes the token from a file', () => {
    const made = writtenAs('{ demoteTo: az-weu }');
    const file = join(made.folder, 'orders.token');
    writeFileSync(file, `${token}\n`);
    expect(made.run('failover', 'apply', orders, '--token-file', file).code).toBe(0);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', promotionToken: token });
  });

  it('takes the token from the standard input', () => {
    const made = writtenAs('{ demoteTo: az-weu }');
    const { status } = spawnSync('node', [program, 'failover', 'apply', orders, '--token', '-'], { cwd: made.folder, input: `${token}\n` });
    expect(status).toBe(0);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', promotionToken: token });
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['words', 'not yet there', 'no base64'],
    ['base64 of something else', Buffer.from('hello world, hello').toString('base64'), 'it lacks latestCheckpointTimelineID'],
    ['a token without its checkpoint', tokenOf({ ...tokenContent, latestCheckpointREDOLocation: undefined }), 'it lacks latestCheckpointREDOLocation'],
  ])('refuses %s in the place of a token', (_, given, why) => {
    const made = writtenAs('{ demoteTo: az-weu }');
    const { code, text } = made.run('failover', 'apply', orders, `--token=${given}`);
    expect(code).toBe(1);
    expect(text).toContain(why);
    expect(replicationOf(made)).toEqual({ demoteTo: 'az-weu' });
  });

  it('takes a better token in the place of one that was refused, and the same one without a change', () => {
    const made = writtenAs(`{ primary: az-weu, promotionToken: ${token} }`);
    expect(made.run('failover', 'apply', orders, '--token', token).text).toContain('Nothing to do.');
    const better = tokenOf({ ...tokenContent, redoWalFile: '000000010000000000000009' });
    expect(made.run('failover', 'apply', orders, '--token', better).code).toBe(0);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', promotionToken: better });
  });

  it('is taken back after its first step, and after no other', () => {
    const made = writtenAs('{ demoteTo: az-weu }');
    expect(made.run('failover', 'cancel', orders).code).toBe(0);
    expect(made.read()).toBe(fleet().read());
    expect(made.run('failover', 'cancel', orders).text).toContain('no switch is going on');
    expect(writtenAs(`{ primary: az-weu, promotionToken: ${token} }`).run('failover', 'cancel', orders).text).toContain('cannot be taken back');
  });
});

describe('a lost cluster', () => {
  it('is given up and fenced in one commit, then made anew in two', () => {
    const made = fleet();
    made.run('failover', 'apply', orders, '--lost');
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', fenced: ['aws-euc1'] });
    made.run('failover', 'rebuild', orders);
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', rebuilding: 'aws-euc1', incarnations: [{ cluster: 'aws-euc1', number: 2 }] });
    made.run('failover', 'rebuild', orders, '--deleted');
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', incarnations: [{ cluster: 'aws-euc1', number: 2 }] });
  });

  it('may be lost again, and gets the next archive', () => {
    const made = writtenAs('{ primary: az-weu, incarnations: [{ cluster: az-weu, number: 4 }] } # moved in May');
    made.run('failover', 'apply', orders, '--lost');
    made.run('failover', 'rebuild', orders);
    expect(replicationOf(made)).toEqual({ primary: 'aws-euc1', rebuilding: 'az-weu', incarnations: [{ cluster: 'az-weu', number: 5 }] });
    expect(made.read()).toContain('# moved in May');
  });

  it.each([
    ['in the middle of a planned switch', '{ demoteTo: az-weu }', { primary: 'az-weu', fenced: ['aws-euc1'] }],
    ['when it has just taken over', `{ primary: az-weu, promotionToken: ${token} }`, { primary: 'aws-euc1', fenced: ['az-weu'] }],
  ])('may be lost %s', (_, state, expected) => {
    const made = writtenAs(state);
    expect(made.run('failover', 'apply', orders, '--lost').code).toBe(0);
    expect(replicationOf(made)).toEqual(expected);
  });

  it('is given up once', () => {
    const made = writtenAs('{ primary: az-weu, fenced: [aws-euc1] }');
    expect(made.run('failover', 'apply', orders, '--lost', '--to', 'az-weu')).toMatchObject({ code: 0 });
    expect(replicationOf(made)).toEqual({ primary: 'az-weu', fenced: ['aws-euc1'] });
    expect(made.run('failover', 'apply', orders, '--to', 'az-weu')).toMatchObject({ code: 0 });
  });
});

describe('what does not fit the state is refused, with the file as it was', () => {
  const fenced = '{ primary: az-weu, fenced: [aws-euc1] }';
  const rebuilding = '{ primary: az-weu, rebuilding: aws-euc1, incarnations: [{ cluster: aws-euc1, number: 2 }] }';
  it.each([
    ['a tenant that is not there', '{}', ['apply', 'payment/orders'], 'Tenants: payments'],
    ['a database that is not there', '{}', ['apply', 'payments/order'], 'payments/orders'],
    ['a database without a standby', '{}', ['apply', 'payments/ledger', '--to', 'az-weu'], 'topology ha'],
    ['a database of another engine', '{}', ['apply', 'shop/content', '--to', 'az-weu'], 'topology ha'],
    ['a name without a tenant', '{}', ['plan', 'orders'], '<tenant>/<database>'],
    ['no name', '{}', ['plan'], 'failover plan|apply|cancel|rebuild'],
    ['an action that does not exist', '{}', ['promote', orders], 'failover plan|apply|cancel|rebuild'],
    ['a cluster that is not there', '{}', ['apply', orders, '--to', 'az-neu'], 'az-weu and aws-euc1'],
    ['a token before anything is demoted', '{}', ['apply', orders, '--to', 'az-weu', '--token', token], 'no primary has been demoted'],
    ['a token from a cluster that is lost', '{ demoteTo: az-weu }', ['apply', orders, '--lost', '--token', token], 'leave out --lost'],
    ['a token said twice', '{ demoteTo: az-weu }', ['apply', orders, '--token', token, '--token-file', 'x'], 'one of the two'],
    ['a switch to the other side in the middle of one', '{ demoteTo: az-weu }', ['apply', orders, '--to', 'aws-euc1'], 'failover cancel'],
    ['a switch back before the token is gone', `{ primary: az-weu, promotionToken: ${token} }`, ['apply', orders, '--to', 'aws-euc1'], 'failover apply'],
    ['the lost cluster as the one to take over', '{}', ['apply', orders, '--lost', '--to', 'aws-euc1'], 'cannot be lost and take over'],
    ['the only copy as lost', fenced, ['apply', orders, '--lost'], 'only copy'],
    ['the only copy as lost, while the other is made', rebuilding, ['apply', orders, '--lost', '--to', 'aws-euc1'], 'only copy'],
    ['a switch to a cluster that was given up', fenced, ['apply', orders, '--to', 'aws-euc1'], 'failover rebuild'],
    ['apply where rebuild is next', fenced, ['apply', orders], 'failover rebuild'],
    ['apply where rebuild is going on', rebuilding, ['apply', orders], 'failover rebuild'],
    ['rebuild of what was not given up', '{}', ['rebuild', orders], 'no cluster of this database was given up'],
    ['the end of a rebuild that has not begun', fenced, ['rebuild', orders, '--deleted'], 'First without --deleted'],
    ['a rebuild that goes on before anything is deleted', rebuilding, ['rebuild', orders], '--deleted'],
    ['cancel of a failover', fenced, ['cancel', orders], 'cannot be taken back'],
  ])('%s', (_, state, args, why) => {
    const made = writtenAs(state);
    const before = made.read();
    const { code, text } = made.run('failover', ...args);
    expect(code).toBe(1);
    expect(text).toContain(why);
    expect(made.read()).toBe(before);
  });

  it('a step that the rules refuse: the whole input is checked first', () => {
    const made = fleet();
    made.edit('  clusters: [az-weu]\n', '  clusters: [az-weu]\n  quota: { cpu: "1" }\n', 'databases/shop.yaml');
    const { code, text } = made.run('failover', 'apply', orders, '--to', 'az-weu');
    expect(code).toBe(1);
    expect(text).toContain('shop.yaml');
    expect(replicationOf(made)).toBeUndefined();
  });
});

describe('the file', () => {
  it('keeps its comments, quotes and spacing', () => {
    const made = fleet();
    made.edit(
      '    maintenance: { window: { day: sun, hour: 3 } }\n',
      "    maintenance:   {window: { day: 'sun' ,hour: 3}}   # not on Mondays\n\n    # who leads\n    replication:   # since May\n      # the old one\n      primary: aws-euc1 # by hand\n",
    );
    const before = made.read();
    made.run('failover', 'apply', orders, '--to', 'az-weu');
    made.run('failover', 'apply', orders, '--token', token);
    made.run('failover', 'apply', orders);
    expect(made.read()).toBe(before.replace('primary: aws-euc1 # by hand', 'primary: az-weu # by hand'));
  });

  it('keeps the line breaks of Windows', () => {
    const made = fleet();
    writeFileSync(join(made.folder, 'databases/payments.yaml'), made.read().replaceAll('\n', '\r\n'));
    made.run('failover', 'apply', orders, '--to', 'az-weu');
    expect(made.read().replaceAll('\r\n', '')).not.toContain('\n');
    expect(made.read()).toContain('    replication:\r\n      demoteTo: az-weu\r\n');
  });

  it('may be platform.yaml itself, with the entry on one line', () => {
    const made = fleet();
    made.edit(
      'plans:\n',
      'tenants:\n  - { name: hr, team: hr, email: hr@acme.example }\ndatabases:\n  - { engine: postgresql, name: people, topology: ha-with-standby, tenant: hr } # one line\nplans:\n',
      'platform.yaml',
    );
    const before = made.read('platform.yaml');
    made.run('failover', 'apply', 'hr/people', '--to', 'az-weu');
    expect(made.read('platform.yaml')).toContain('tenant: hr, replication: { demoteTo: az-weu } } # one line');
    made.run('failover', 'apply', 'hr/people', '--token', token);
    expect(made.read('platform.yaml')).toContain(`replication: { primary: az-weu, promotionToken: ${token} } } # one line`);
    made.run('failover', 'apply', 'hr/people');
    expect(made.read('platform.yaml')).toBe(before.replace('tenant: hr }', 'tenant: hr, replication: { primary: az-weu } }'));
  });

  it('keeps a list over lines, and adds to it', () => {
    const made = fleet();
    made.edit(
      '  - engine: postgresql\n    name: ledger\n',
      '    replication:\n      fenced:\n        - az-weu\n      incarnations:\n        - cluster: aws-euc1 # twice\n          number: 3\n  - engine: postgresql\n    name: ledger\n',
    );
    made.run('failover', 'rebuild', orders);
    expect(made.read()).toContain(
      '    replication:\n      incarnations:\n        - cluster: aws-euc1 # twice\n          number: 3\n        - { cluster: az-weu, number: 2 }\n      rebuilding: az-weu\n',
    );
  });

  it('keeps its mode, and nothing is left beside it', () => {
    const made = fleet();
    const file = join(made.folder, 'databases/payments.yaml');
    chmodSync(file, 0o640);
    made.run('failover', 'apply', orders, '--to', 'az-weu');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(made.folder, 'databases'))).toEqual(['insights.yaml', 'payments.yaml', 'shop.yaml']);
  });

  it('is the old one or the new one, whenever the command is killed', async () => {
    const made = fleet();
    const old = made.read();
    const seen = new Set<string>();
    for (let kill = 0; kill < 8; kill++) {
      const child = spawn('node', [program, 'failover', 'apply', orders, '--to', 'az-weu'], { cwd: made.folder, stdio: 'ignore' });
      const ended = new Promise((done) => child.once('exit', done));
      // The last one is left alone.
      const timer = kill < 7 ? setTimeout(() => child.kill('SIGKILL'), 100 + kill * 60) : undefined;
      await ended;
      clearTimeout(timer);
      seen.add(made.read());
      if (made.read() !== old) made.run('failover', 'cancel', orders);
      expect(made.read()).toBe(old);
    }
    const demoted = old.replace(
      '    maintenance: { window: { day: sun, hour: 3 } }\n',
      '    maintenance: { window: { day: sun, hour: 3 } }\n    replication:\n      demoteTo: az-weu\n',
    );
    for (const text of seen) expect([old, demoted]).toContain(text);
    expect(seen).toContain(demoted);
    expect(existsSync(join(made.folder, 'platform.yaml'))).toBe(true);
  }, 120_000);
});

describe('the plan', () => {
  it.each([
    ['steady', '{}', [], ['aws-euc1 stops taking writes', 'az-weu takes over', 'the token goes']],
    ['demoting', '{ demoteTo: az-weu }', [], ['az-weu takes over', 'the token goes']],
    ['promoting', `{ primary: az-weu, promotionToken: ${token} }`, [], ['the token goes']],
    ['lost', '{ primary: az-weu, fenced: [aws-euc1] }', [], ['aws-euc1 is made anew', 'aws-euc1 runs as the standby']],
    ['rebuilding', '{ primary: az-weu, rebuilding: aws-euc1, incarnations: [{ cluster: aws-euc1, number: 2 }] }', [], ['aws-euc1 runs as the standby']],
    ['steady, with its primary lost', '{}', ['--lost'], ['az-weu takes over without aws-euc1', 'aws-euc1 is made anew', 'aws-euc1 runs as the standby']],
    [
      'demoting, with its primary lost',
      '{ demoteTo: az-weu }',
      ['--lost'],
      ['az-weu takes over without aws-euc1', 'aws-euc1 is made anew', 'aws-euc1 runs as the standby'],
    ],
  ])('of a database that is %s has the steps that are left', (_, state, flags, titles) => {
    const made = writtenAs(state);
    const before = made.read();
    const { code, text } = made.run('failover', 'plan', orders, ...flags);
    expect(code).toBe(0);
    expect([...text.matchAll(/^== Step (\d) of (\d): (.*)$/gm)].map(([, number, of, title]) => [number, of, title])).toEqual(
      titles.map((title, index) => [String(index + 1), String(titles.length), title]),
    );
    expect(made.read()).toBe(before);
  });

  it('shows the very change that apply makes', () => {
    const made = fleet();
    const { text } = made.run('failover', 'plan', orders);
    const applied = made.run('failover', 'apply', orders, '--to', 'az-weu').text;
    const change = applied.split('\n').filter((line) => /^[-+ @]/.test(line));
    expect(change).toContain('+      demoteTo: az-weu');
    expect(text).toContain(change.map((line) => `  ${line}`.trimEnd()).join('\n'));
  });

  it('says for each step what to check, what comes back, how long it takes, the way back and what must not be done', () => {
    for (const flags of [[], ['--lost']]) {
      const steps = fleet()
        .run('failover', 'plan', orders, ...flags)
        .text.split('\n== ')
        .slice(1, -1);
      expect(steps.length).toBe(3);
      for (const step of steps)
        for (const part of ['Before:\n', '  $ ', '    -> ', 'Change: dbaas-gitops failover', 'Then:\n', 'Takes: ', 'Way back: ', 'Never: '])
          expect(step).toContain(part);
    }
  });

  it('names the live value, the statement that a deletion needs, and what follows elsewhere', () => {
    const planned = fleet().run('failover', 'plan', orders).text;
    expect(planned).toContain('{.status.demotionToken}');
    expect(planned).toContain('RPO 0');
    expect(planned).toContain('orders.payments.t.acme-db.example');
    expect(planned).toContain('madeIn: az-weu, generation: 2');
    const lost = fleet().run('failover', 'plan', orders, '--lost').text;
    expect(lost).toContain('kubectl --context aws-euc1 -n db-payments annotate cluster orders dbaas/allow-delete=orders');
    expect(lost).toContain('five minutes of commits');
    expect(lost).not.toContain('demotionToken');
  });
});
