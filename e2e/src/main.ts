import { findChromium } from './browser/find-chromium.ts';
import { journeys } from './journeys/index.ts';
import { readAddresses } from './product/addresses.ts';
import type { Journey } from './runner/journey.ts';
import { Player } from './runner/play.ts';
import { Tally } from './runner/tally.ts';

// Plays the journeys in a browser against a running copy. Arguments: parts of names, to play only some.
const wanted = process.argv.slice(2).map((part) => part.toLowerCase());
const isWanted = ({ name }: Journey) =>
  wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part));

const addresses = readAddresses(process.env);
const tally = new Tally();
const chromium = await findChromium(process.env);
console.log(`Playing journeys on ${addresses.school} in ${chromium.path}`);
const player = new Player(chromium, addresses, tally);
for (const journey of journeys.filter(isWanted)) await player.play(journey);
player.sayScreens();
chromium.remove();
tally.end();
process.exit(tally.failed > 0 ? 1 : 0);
