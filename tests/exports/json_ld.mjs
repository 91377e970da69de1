// Judges the JSON-LD document on standard input; prints [severity, sentence] of each issue as JSON.
// The first argument is the address of the validator.
import { readFileSync } from 'node:fs';

const { default: Validator } = await import(process.argv[2]);
const jsonld = {};
for (const product of JSON.parse(readFileSync(0, 'utf8'))['@graph']) {
  const type = product['@type'];
  jsonld[type] = [...(jsonld[type] ?? []), product];
}
const issues = await new Validator().validate({ jsonld, microdata: {}, rdfa: {}, errors: [] });
console.log(JSON.stringify(issues.map(({ severity, issueMessage }) => [severity, issueMessage])));
