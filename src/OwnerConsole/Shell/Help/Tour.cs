using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>A tour of five steps, each on the page that it describes. The current step is in the address, so it can be bookmarked, shared and repeated.</summary>
public static class Tour
{
    private const string Parameter = "tour";

    private static readonly Step[] s_steps =
    [
        new(
            "/overview",
            "See what needs attention",
            "Overview shows the metrics of your platform, with trends and the underlying data. Pending work is listed next to them, most urgent first."
        ),
        new(
            "/find",
            "Find anything",
            "Press Ctrl K on any page and type a name, an email, an ID or a command such as “suspend acme”. Commands always open a preview first."
        ),
        new(
            "/tenants",
            "Select, preview, confirm",
            "This page lists every tenant that your application reports. Open one, or select several across pages and filters. A preview shows all effects before anything changes."
        ),
        new(
            "/operations",
            "Undo mistakes",
            "Every action is listed here with its reason, requester and targets, and can be undone while Undo is shown. The red button above stops everything, after a preview."
        ),
        new(
            "/settings/keys",
            "Connect your application",
            "Create a key; the next page shows the commands that report your first tenant. The setup checklist under Overview lists what else to do. The guide (F1) explains each page; press ? for keyboard shortcuts."
        ),
    ];

    public static string Start => Address(0);

    /// <summary>Index of the step in an address; null if there is none.</summary>
    public static int? At(HttpRequest request) =>
        int.TryParse(request.Query[Parameter], CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= s_steps.Length ? number - 1 : null;

    public static Step Of(int at) => s_steps[at];

    public static int Length => s_steps.Length;

    public static string Address(int at) => $"{s_steps[at].Page}?{Parameter}={at + 1}";

    public sealed record Step(string Page, string Heading, string Description)
    {
        public string Title => Wording.Translate(Heading);

        public string Text => Wording.Translate(Description);
    }
}
