using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tenants.TimeReports.Public;

/// <summary>URLs of the time report, as a dialog on the current page or as a separate page.</summary>
public static class TimeReportAddress
{
    public const string Permission = "member.read";

    /// <param name="back">URL of the page to return to.</param>
    /// <param name="range">Query string with the period, <c>from=…&amp;to=…</c>; the current month if omitted.</param>
    public static string Of(string tenantId, string back, string? range = null) =>
        $"/tenants/{tenantId}/time-report?{(range is null ? "" : range + "&")}back={Uri.EscapeDataString(back)}";

    /// <summary>URL of the file. It covers the current month unless the query string has a period.</summary>
    public static string File(string tenantId) => $"/tenants/{tenantId}/time-report/file";

    /// <returns>The URL to return to: a URL of this console, otherwise the tenant's page.</returns>
    internal static string Back(string tenantId, string? asked) => LocalAddress.OrNull(asked) ?? $"/tenants/{tenantId}";
}
