using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Ui.Theme;

/// <summary>The figures that the owner has chosen for the top bar.</summary>
public static class ChosenFigures
{
    public const int Max = 5;

    public static readonly Setting Setting = new(
        "overview.figures",
        SettingCategory.General,
        "Top bar figures",
        "Figures at the top of every page: up to five ids of metrics, \"attention\", or \"status\" with a status, such as status.suspended.",
        "mrr.estimated, members.active_7d, tenants.active_7d, trials.ending, attention"
    )
    {
        Max = 400,
        Synonyms = "top bar, header, counters",
        IsValid = text => Ids(text) is { Length: > 0 and <= Max } ids && ids.All(IsId) && ids.Distinct(StringComparer.Ordinal).Count() == ids.Length,
        FormatHelp = Sentence.Say($"Enter one to five different ids, separated by commas. The id of a metric is its API name on the page Metrics."),
    };

    /// <param name="text">Value of the setting.</param>
    public static string[] Ids(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Value of the setting with the figure added at the end, or removed if it is chosen.</returns>
    public static string Toggle(IReadOnlyList<string> chosen, string id) =>
        string.Join(", ", chosen.Contains(id, StringComparer.Ordinal) ? chosen.Where(other => other != id) : chosen.Append(id));

    private static bool IsId(string text) => text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '.');
}
