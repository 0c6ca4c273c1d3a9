// Replays what two programs wrote, each into an xterm.js without a screen, and tells the first cell
// that looks different. Reads lines of JSON: [columns, rows, one, other, compare, fresh], where
// `fresh` gives the other a new terminal first. Words after the name choose how widths are counted.
const { Terminal } = require("@xterm/headless");
const lines = require("readline").createInterface({ input: process.stdin });

function terminal(columns, rows) {
  const made = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  if (process.argv[2] === "11") {
    const { Unicode11Addon } = require("@xterm/addon-unicode11");
    made.loadAddon(new Unicode11Addon());
    made.unicode.activeVersion = "11";
  }
  return made;
}

const write = (to, text) => new Promise((done) => to.write(text, done));

function look(cell) {
  const ground = `${cell.getBgColorMode()}:${cell.getBgColor()}`;
  const shows = [cell.isUnderline(), cell.isInverse(), cell.isStrikethrough(), cell.isOverline()];
  const text = cell.getWidth() ? cell.getChars() || " " : "";
  if (text === " " && !shows.some(Boolean)) return `blank ${ground}`;
  const ink = `${cell.getFgColorMode()}:${cell.getFgColor()}`;
  const rest = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isBlink(), cell.isInvisible()];
  return [text, cell.getWidth(), ink, ground, ...shows, ...rest].join(" ");
}

function difference(one, other) {
  for (let y = 0; y < one.rows; y++) {
    for (let x = 0; x < one.cols; x++) {
      const [a, b] = [one, other].map((t) => look(t.buffer.active.getLine(y).getCell(x)));
      if (a !== b) return `(${x}, ${y}): ${b}, not ${a}`;
    }
  }
  return "";
}

(async () => {
  let [one, other, step] = [null, null, 0];
  const begin = async (columns, rows) => {
    const made = terminal(columns, rows);
    await write(made, "\x1b[?1049h\x1b[?7l");
    return made;
  };
  for await (const line of lines) {
    const [columns, rows, first, second, compare, fresh] = JSON.parse(line);
    one = one || (await begin(columns, rows));
    if (fresh || !other) other = await begin(columns, rows);
    one.resize(columns, rows);
    other.resize(columns, rows);
    await write(one, first);
    await write(other, second);
    const found = compare ? difference(one, other) : "";
    if (found) {
      console.log(`step ${step}: ${found}`);
      process.exit(1);
    }
    step++;
  }
  console.log(`${step} steps`);
})();
