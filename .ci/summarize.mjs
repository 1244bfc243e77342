// Reads the reports (CTRF) in the folder named and says what a reader of the end of a run looks for: what took longest, then what failed and why.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SHOWN = 15;
// A history that was drawn at random tells its seed after what was expected and found.
const LINES = 14;

const folder = process.argv[2];
const reports = readdirSync(folder).filter(name => name.endsWith(".ctrf")).map(name => JSON.parse(readFileSync(join(folder, name), "utf8")).results);
const tests = reports.flatMap(report => report.tests);

/** @param {{ name: string, duration: number }[]} timed in milliseconds */
function slowest(what, timed) {
  console.log(`\nSlowest ${what}:`);
  for (const { name, duration } of timed.toSorted((a, b) => b.duration - a.duration).slice(0, SHOWN))
    console.log(`${(duration / 1000).toFixed(1).padStart(8)} s  ${name}`);
}

if (reports.length === 0) console.log("No report of the tests was written: the run ended before they did.");
slowest("tests", tests);
// Classes that share a host run one after the other, so a collection is what a run can wait for.
const collections = reports.flatMap(report => report.extra.suites.flatMap(suite => suite.collections)).map(({ id, name }) => ({
  name: name.replace(/^Test collection for | \(id: \w+\)$/g, ""),
  duration: tests.filter(test => test.extra.collection === id).reduce((sum, test) => sum + test.duration, 0),
}));
slowest("collections", collections);

const failed = tests.filter(test => test.status === "failed");
if (failed.length > 0) console.log("\nFailed:");
for (const { name, message } of failed) {
  console.log(`  ${name}`);
  const said = (message ?? "").split("\n").filter(line => line.trim() !== "").slice(0, LINES);
  for (const line of said) console.log(`      ${line.trimEnd().slice(0, 300)}`);
}
// Of a fixture that could not be taken down: no test's failure, and the run's.
for (const error of reports.flatMap(report => report.extra.suites.flatMap(suite => suite.errors))) console.log(`  ${JSON.stringify(error).slice(0, 600)}`);
console.log();
