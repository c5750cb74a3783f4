using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tenants.TimeReports.Public;

/// <summary>Where a tenant's time report is asked for: a dialog on the page it was opened from, or a page of its own.</summary>
public static class TimeReportAddress
{
    public const string Permission = "member.read";

    /// <param name="back">the page under it, where closing leads</param>
    /// <param name="range">as a query: <c>from=…&amp;to=…</c>; this month when it is left out</param>
    public static string Of(string tenantId, string back, string? range = null) =>
        $"/tenants/{tenantId}/time-report?{(range is null ? "" : range + "&")}back={Uri.EscapeDataString(back)}";

    /// <summary>The file itself: of this month, unless the query says which days.</summary>
    public static string File(string tenantId) => $"/tenants/{tenantId}/time-report/file";

    /// <returns>where closing leads: an address of this console, else the tenant's own page</returns>
    internal static string Back(string tenantId, string? asked) => Local.Address(asked) ?? $"/tenants/{tenantId}";
}
