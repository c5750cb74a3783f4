// The typeface, made as small as what is shown with it: the first visit pays for ASCII and the signs the console itself writes; whoever is called
// Müller brings the rest of Latin, which comes as it was published. What the letters do to each other is left out: it would write 11x65 as 11×65,
// also where that is somebody's name.
import { readFile } from "node:fs/promises";
import subset from "subset-font";

const features = ["kern", "tnum"];
const weights = { min: 420, max: 640 }; // --fw-normal and --fw-bold of tokens.css
const signs = "\u00a0·×–—’“”…←↑→↓−€";
const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join("");

/** For esbuild: `font.woff2?plain` is that font with those letters and weights alone. */
export const plain = {
  name: "plain letters",
  setup(build) {
    build.onLoad({ filter: /\.woff2$/ }, async ({ path, suffix }) => {
      if (suffix !== "?plain") return undefined;
      const whole = await readFile(path);
      const font = await subset(whole, ascii + signs, { targetFormat: "woff2", variationAxes: { wght: weights }, keepFeatures: features });
      return { contents: font, loader: "file" };
    });
  },
};
