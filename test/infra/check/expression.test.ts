import { readExpression, readTemplate } from '../../../infra/check/expression';

const names = (text: string) => readTemplate(text).references.map(({ text: written }) => written);

test('text without interpolation refers to nothing', () => {
  expect(readTemplate('plain $ { text } $${not.this}')).toEqual({ references: [], functions: [], whole: false });
});
test('a text that is one interpolation is told from a text around one', () => {
  expect(readTemplate('${a.b.c}').whole).toBe(true);
  expect(readTemplate('${jsonencode({ x = "${a.b.c}" })}').whole).toBe(true);
  expect(readTemplate('${a.b.c}${a.b.d}').whole).toBe(false);
  expect(readTemplate('x${a.b.c}').whole).toBe(false);
});
test('an escaped interpolation beside a real one is no reference', () => {
  expect(names('$${aws:x}/${a.b.c}')).toEqual(['a.b.c']);
});
test('indexes, splats and old-style indexes are steps', () => {
  expect(names('${a.b[0].c[*].d} ${a.b.0.c} ${a.b["k"].c}')).toEqual(['a.b[0].c[*].d', 'a.b[0].c', 'a.b[k].c']);
});
test('a reference inside brackets is found as well', () => {
  expect(names('${local.map[var.key].x}')).toEqual(['local.map[…].x', 'var.key']);
});
test('functions and their arguments are read, provider functions are left alone', () => {
  expect(readTemplate('${upper(a.b.c)} ${provider::aws::arn_parse(a.b.d)}')).toMatchObject({
    functions: ['upper'],
    references: [{ text: 'a.b.c' }, { text: 'a.b.d' }],
  });
});
test('a conditional refers to all three parts', () => {
  expect(names('${a.b.x ? a.b.y : a.b.z}')).toEqual(['a.b.x', 'a.b.y', 'a.b.z']);
});
test('keys of objects, keywords and names of for expressions are no references', () => {
  expect(names('${{ key = true, other : null }}')).toEqual([]);
  expect(names('${[for item in a.b.list : item.id if item.ok]}')).toEqual(['a.b.list']);
});
test('directives of templates are read', () => {
  expect(names('%{ if a.b.ok }x%{ endif }')).toEqual(['a.b.ok']);
});
test('a bare address is an expression', () => {
  expect(readExpression('aws_eip.a').references.map(({ text }) => text)).toEqual(['aws_eip.a']);
});
test.each(['${a.b', '${a.b["x}', '${a[}', '${a;b}'])('what Terraform cannot read is a problem and no exception: %s', (text) => {
  expect(readTemplate(text).problem).toBeDefined();
});
