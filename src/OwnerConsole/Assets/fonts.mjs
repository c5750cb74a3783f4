// The typeface, made as small as what is shown with it: the first visit pays for ASCII and the signs the console itself writes; whoever is called
// Müller brings the rest of Latin, which comes as it was published. What the letters do to each other is left out: it would write 11x65 as 11×65,
// also where that is somebody's name.
import { readFile } from "node:fs/promises";
import subset from "subset-font";

const features = ["kern", "tnum"];
const weights = { min: 420, max: 640 }; // --fw-normal and --fw-bold of tokens.css

/** The letters that a style sheet says its font is for. */
async function letters(sheet) {
  const [, ranges] = (await readFile(sheet, "utf8")).match(/unicode-range:([^;]+);/);
  return ranges
    .match(/[0-9A-F]+(-[0-9A-F]+)?/g)
    .map((range) => range.split("-").map((code) => parseInt(code, 16)))
    .flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)))
    .join("");
}

/** For esbuild: `font.woff2?plain` is that font with the letters and weights alone that its sheet asks for. */
export const plain = {
  name: "plain letters",
  setup(build) {
    build.onResolve({ filter: /\.woff2\?plain$/ }, async ({ path, importer, kind, resolveDir }) => {
      const whole = await build.resolve(path.replace("?plain", ""), { importer, kind, resolveDir });
      return { ...whole, suffix: "?plain", pluginData: importer };
    });
    build.onLoad({ filter: /\.woff2$/ }, async ({ path, suffix, pluginData }) => {
      if (suffix !== "?plain") return undefined;
      const font = await subset(await readFile(path), await letters(pluginData), { targetFormat: "woff2", variationAxes: { wght: weights }, keepFeatures: features });
      return { contents: font, loader: "file" };
    });
  },
};
