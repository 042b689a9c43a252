// The licences of the packages that are bundled, as one text. Knows what esbuild says of a bundle and nothing more.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE = /^(licen[cs]e|notice|copying)/i;

/** Names, versions and licences of all packages that went into bundles; throws where one comes without a licence. */
export function notices(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => input.match(PACKAGE) ?? []));
  return [...folders].sort().map(notice).join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  if (files.length === 0) {
    throw new Error(`${folder} has no licence to pass on`);
  }
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${name} ${version}\n\n${texts.join('\n\n').replaceAll('\r\n', '\n')}\n`;
}
