using OwnerConsole.Data;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Everything with a fixed name that a caller can find: pages and places on them, commands, settings and metrics.</summary>
public sealed class SearchIndex(
    Navigation navigation,
    IEnumerable<SearchEntry> entries,
    CommandList commands,
    SettingCatalogue settings,
    MetricCatalogue metrics
)
{
    private const int BonusOfPage = 12,
        BonusOfEntry = 10,
        BonusOfNumber = 8;

    /// <returns>Results in the order in which they are listed before a text is typed.</returns>
    public async Task<IReadOnlyList<LookupResult>> List(Caller caller, string back, UnitOfWork work) =>
        [
            .. Pages(caller),
            .. await commands.For(caller, back, work),
            .. Entries(caller),
            .. Settings(caller),
            .. caller.CanRead("metric.read") ? (await metrics.All(work)).Select(Result) : [],
        ];

    /// <summary>Every metric grouped by one of its attributes, such as "MRR by plan".</summary>
    public async Task<IEnumerable<LookupResult>> ListGroupedMetrics(Caller caller, UnitOfWork work) =>
        caller.CanRead("metric.read") ? (await metrics.All(work)).SelectMany(metric => metric.Dimensions, ResultBy) : [];

    private IEnumerable<LookupResult> Pages(Caller caller) =>
        navigation
            .LinksFor(caller)
            .OrderBy(link => link.Section)
            .ThenBy(link => link.Order)
            .Select(link => Page(link.Title, link.Address, link.Description ?? link.Section.ToString(), link.Synonyms, BonusOfPage));

    private IEnumerable<LookupResult> Entries(Caller caller) =>
        entries
            .Where(entry => caller.CanRead(entry.Permission) && !(entry.About is { } about && HiddenFields.Has(about)))
            .Select(entry => Page(entry.Title, entry.Address, entry.Description, entry.Synonyms, BonusOfEntry));

    private static LookupResult Page(string title, string address, string description, string synonyms, int bonus) =>
        new("page", address, Wording.Translate(title), Wording.Translate(description), address)
        {
            Label = "Page",
            Synonyms = Wording.Synonyms(synonyms, title),
            Bonus = bonus,
        };

    private IEnumerable<LookupResult> Settings(Caller caller) =>
        caller.CanRead("setting.read")
            ? settings.All.Select(setting => new LookupResult(
                "setting",
                $"setting {setting.Key}",
                Wording.Translate(setting.Name),
                Wording.Translate(FirstSentence(setting.Description)),
                $"/settings?q={setting.Key}"
            )
            {
                Label = "Setting",
                Synonyms = Wording.Synonyms(setting.Synonyms, setting.Name),
                Bonus = BonusOfNumber,
            })
            : [];

    private static LookupResult Result(Metric metric) =>
        new(
            "metric",
            $"metric {metric.Id}",
            Wording.TranslateForAll(metric.Title),
            Wording.TranslateForAll(FirstSentence(metric.Description)),
            new ExploreAddress(metric.Id).Path
        )
        {
            Label = "Metric",
            Synonyms = Wording.Synonyms(metric.Synonyms, metric.Title),
            Bonus = BonusOfNumber,
        };

    private static LookupResult ResultBy(Metric metric, Dimension dimension)
    {
        var by = $" by {dimension.Name.Replace('_', ' ')}";
        var synonyms = metric.Synonyms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(synonym => synonym + by);
        return Result(metric with { Title = metric.Title + by, Synonyms = string.Join(", ", synonyms) }) with
        {
            Key = $"metric {metric.Id} by {dimension.Name}",
            Address = new ExploreAddress(metric.Id, By: dimension.Name).Path,
            Bonus = 0,
        };
    }

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..(end + 1)] : text;
}
