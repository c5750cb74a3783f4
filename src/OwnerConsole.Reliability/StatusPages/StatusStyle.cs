using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Style sheet of the public page: light or dark as the visitor's system, with the color of the header.</summary>
internal static class StatusStyle
{
    /// <param name="accent">A valid color.</param>
    public static string Write(string accent) => $":root {{ --accent: {accent}; --on-accent: {AccentColor.TextOn(accent)}; }}\n{Rules}";

    private const string Rules = """
        :root { color-scheme: light dark; --bg: #f6f7f9; --card: #ffffff; --line: #d5d9e0; --text: #1b2230; --soft: #505a6b; --link: #1a4fb8;
          --good: #1c7a45; --info: #1a5fb4; --soon: #8a5a00; --bad: #b3261e; --none: #8a93a3; }
        @media (prefers-color-scheme: dark) {
          :root { --bg: #12161d; --card: #1b212b; --line: #37404e; --text: #e8ecf2; --soft: #b3bccb; --link: #8fb8ff;
            --good: #63c48c; --info: #84b6f4; --soon: #e5b454; --bad: #ff9a92; --none: #78828f; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        a { color: var(--link); }
        a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px; }
        .head { background: var(--accent); color: var(--on-accent); }
        .head a, .head p { color: var(--on-accent); }
        .head .in { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; align-items: center; }
        .head p { margin: 0; font-size: 20px; font-weight: 600; }
        .in, main, footer { max-width: 860px; margin: 0 auto; padding: 16px; }
        h1 { font-size: 24px; line-height: 1.25; margin: 8px 0 16px; }
        h2 { font-size: 18px; margin: 24px 0 8px; }
        h3 { font-size: 16px; margin: 0; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 12px; }
        .row { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; }
        .soft, time { color: var(--soft); font-size: 14px; }
        .body { white-space: pre-line; margin: 4px 0 12px; }
        .card p { margin: 4px 0; }
        ul { list-style: none; margin: 0; padding: 0; }
        .good { color: var(--good); } .info { color: var(--info); } .soon { color: var(--soon); } .bad { color: var(--bad); }
        .state { font-weight: 600; }
        .days { display: block; width: 100%; height: 32px; margin-top: 8px; }
        .days .ok { fill: var(--good); } .days .part { fill: var(--soon); } .days .down { fill: var(--bad); } .days .none { fill: var(--none); }
        form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
        label { display: block; font-size: 14px; }
        input { font: inherit; padding: 8px; width: 280px; max-width: 100%; min-height: 44px; color: var(--text); background: var(--bg); border: 1px solid var(--none); border-radius: 6px; }
        fieldset { flex-basis: 100%; min-width: 0; margin: 0; padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; }
        .choice { display: flex; gap: 8px; align-items: center; min-height: 44px; font-size: 16px; }
        .choice input { flex: none; width: 20px; min-height: 20px; margin: 0; padding: 0; }
        .component-choices { padding-left: 28px; }
        form:has([name="scope"][value="all"]:checked) .component-choices { display: none; }
        button { font: inherit; font-weight: 600; min-height: 44px; padding: 8px 16px; color: var(--on-accent); background: var(--accent); border: 1px solid var(--none); border-radius: 6px; cursor: pointer; }
        """;
}
