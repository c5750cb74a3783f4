using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Charts;

/// <summary>Stores which metrics a person has pinned to the overview, in a cookie of each browser.</summary>
public static class MetricPins
{
    public const string Address = "/explore/pins";

    /// <summary>Name of the form value: the ID of the metric to pin or unpin.</summary>
    public const string Metric = "metric";

    private const int MaxPins = 12;

    private const char Separator = '~';

    /// <returns>IDs of the pinned metrics, oldest pin first.</returns>
    public static string[] Of(HttpContext context) => BrowserPreference.ReadList(context.Request, Cookie(context), Separator);

    public static bool IsPinned(HttpContext context, string metric) => Of(context).Contains(metric, StringComparer.Ordinal);

    public static Task<IResult> Toggle(HttpContext context, string metric) =>
        BrowserPreference.Save(context, Cookie(context), BrowserPreference.Toggle(Of(context), metric, Separator, MaxPins), isForScript: false);

    /// <summary>People who share a browser have their own pins.</summary>
    private static string Cookie(HttpContext context) => $"metrics-{Caller.Of(context)!.Id}"; // the routes need a permission, so there is a caller
}
