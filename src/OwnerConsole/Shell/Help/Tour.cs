using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>Five steps through the console, each on the page that it tells of. Which one it is stands in the address, so that it can be left, shared and taken again.</summary>
public static class Tour
{
    private const string Parameter = "tour";

    private static readonly Step[] s_steps =
    [
        new(
            "/overview",
            "One page says what needs you",
            "Once your application reports, Overview shows the numbers of your platform, each with its trend, what it counts and the rows behind it; and what waits for a person, the most urgent first."
        ),
        new(
            "/find",
            "Everything is one line away",
            "Press Ctrl K on any page and type a name, an e-mail, an id or what is to be done and to whom: “suspend acme”. It leads to a preview, never straight to the deed."
        ),
        new(
            "/tenants",
            "Tick, look, decide",
            "Every tenant that your application reports. Open one, or tick several, over pages and filters: what would happen to whom is shown before anything does."
        ),
        new(
            "/operations",
            "Nothing is lost",
            "What was decided stands here with who, why and to whom, and its Undo for as long as it can be taken back. The red button above stops everything at once; it says first what it stops."
        ),
        new(
            "/settings/keys",
            "Connect your application",
            "Make a key, and send the first tenant with the line that the directory shows. The guide beside each page (F1) says what the page is for; ? shows every key."
        ),
    ];

    public static string Start => Address(0);

    /// <summary>The step that an address shows; null when it shows none.</summary>
    public static int? At(HttpRequest request) =>
        int.TryParse(request.Query[Parameter], CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= s_steps.Length ? number - 1 : null;

    public static Step Of(int at) => s_steps[at];

    public static int Length => s_steps.Length;

    public static string Address(int at) => $"{s_steps[at].Page}?{Parameter}={at + 1}";

    public sealed record Step(string Page, string Heading, string Says)
    {
        public string Title => Wording.Say(Heading);

        public string Text => Wording.Say(Says);
    }
}
