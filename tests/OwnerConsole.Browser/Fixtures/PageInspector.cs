using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>Inspects the current page: accessibility by axe, and rules that axe does not check. Colours are checked in every theme.</summary>
public static class PageInspector
{
    private static readonly string[] s_themes = ["neon", "clear", "contrast"];
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>CI inspects one theme per run and rotates; other runs inspect all themes.</summary>
    /// <param name="turn">number of the page, so that a run covers all themes</param>
    /// <returns>null for all themes</returns>
    public static string? Theme(int turn) => CiRotation.Part is { } part ? s_themes[(turn + part) % s_themes.Length] : null;

    /// <param name="theme">the only theme to inspect; null for all that this run inspects</param>
    public static async Task Inspect(IPage page, string where, string? theme = null)
    {
        string[] themes = theme is null ? Themes(page, where) : [theme];
        // Runs axe in the page itself: the library's own runner opens another page for every inspection, which takes longer than the inspection.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(s_axe);
        // Disables animations: a window covered by another one gets no frames in which a transition could end.
        await page.EvaluateAsync(
            """
            () => {
              const rest = new CSSStyleSheet();
              rest.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
              document.adoptedStyleSheets = [...document.adoptedStyleSheets, rest];
            }
            """
        );
        foreach (var one in themes)
        {
            var found = await page.EvaluateAsync<string[]>(
                """
                async ({ theme, whole }) => {
                  document.documentElement.dataset.theme = theme;
                  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(whole ? {} : { runOnly: ["color-contrast", "link-in-text-block"] }) });
                  const found = violations.map((violation) => violation.id + ": " + violation.nodes[0].html);
                  if (!whole) return found;
                  const all = [...document.querySelectorAll("body, body *")];
                  const styled = all.find((e) => [...e.attributes].some((a) => a.name === "style" || a.name.startsWith("on") || a.name.startsWith("hx-on") || a.value.startsWith("js:")));
                  if (styled) found.push("inline style or handler: " + styled.outerHTML.slice(0, 200));
                  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push("scrolls sideways");
                  const small = all.find((e) => e.childNodes.length && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 12);
                  if (small) found.push("text under 12 px: " + small.textContent);
                  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
                  return found;
                }
                """,
                new { theme = one, whole = one == themes[0] }
            );
            found.ShouldBeEmpty($"{where} {one}");
        }
    }

    /// <summary>CI and phones get one theme, another in each run: contrast is the slowest rule, and a phone shows nearly the same elements as a desktop.</summary>
    private static string[] Themes(IPage page, string where)
    {
        if (CiRotation.Part is null && page.ViewportSize is not { Width: < 700 })
            return s_themes;
        return [s_themes[(where.Length + (CiRotation.Part ?? CiRotation.Night)) % s_themes.Length]];
    }
}
