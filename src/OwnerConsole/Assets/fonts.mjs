// Subsets the typeface. The first visit loads ASCII and the symbols of the console's own texts; a name such as Müller loads the complete
// Latin font as published. Contextual alternates are left out, because they would show 11x65 as 11×65, even in a name.
import { readFile } from "node:fs/promises";
import subset from "subset-font";

const features = ["kern", "tnum"];
const weights = { min: 420, max: 640 }; // --fw-normal and --fw-bold of tokens.css

/** The characters in the unicode-range of a style sheet. */
async function letters(sheet) {
  const [, ranges] = (await readFile(sheet, "utf8")).match(/unicode-range:([^;]+);/);
  return ranges
    .match(/[0-9A-F]+(-[0-9A-F]+)?/g)
    .map((range) => range.split("-").map((code) => parseInt(code, 16)))
    .flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)))
    .join("");
}

/** esbuild plugin: `font.woff2?plain` is the font reduced to the characters and weights of its style sheet. */
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
