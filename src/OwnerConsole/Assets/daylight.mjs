// Portal pages have no theme switch and follow the device's colour scheme. The light colours are taken from the clear theme, so they are defined once.
import { readFile } from "node:fs/promises";

export const daylight = {
  name: "daylight",
  setup(build) {
    build.onResolve({ filter: /^daylight$/ }, () => ({ path: "daylight", namespace: "daylight" }));
    build.onLoad({ filter: /.*/, namespace: "daylight" }, async () => {
      const tokens = await readFile("../../OwnerConsole.Ui/Theme/tokens.css", "utf8");
      const clear = /\[data-theme="clear"\] \{([^}]*)\}/.exec(tokens)[1];
      return { contents: `@media screen and (prefers-color-scheme: light) { :root { ${clear} } }`, loader: "css" };
    });
  },
};
