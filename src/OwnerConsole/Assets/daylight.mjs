// A tenant's own pages have no choice of a theme: they are as light as the reader's device asks for. The colours are those of the clear theme, which stay in one place.
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
