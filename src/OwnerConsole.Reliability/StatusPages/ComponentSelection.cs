using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Components that a visitor has selected in a form.</summary>
/// <param name="Ids">IDs of the components; null for all, also those that are added later.</param>
/// <param name="Problem">Why it can't be used; null if it can.</param>
internal sealed record ComponentSelection(IReadOnlyList<string>? Ids, SubscriptionOutcome? Problem)
{
    public const string ScopeField = "scope",
        Field = "component",
        All = "all",
        Some = "some";

    /// <param name="page">The page as the visitor sees it. Other components can't be selected.</param>
    /// <returns>All components if the form names neither a scope nor a component, as programs that send only an address do.</returns>
    public static ComponentSelection Read(IFormCollection form, StatusSnapshot page)
    {
        string[] ids = [.. form[Field].Select(id => id?.Trim() ?? "").Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        var scope = form[ScopeField].ToString();
        if (scope == All || (scope.Length == 0 && ids.Length == 0))
            return new(null, null);
        var known = page.Components.Select(component => component.Id).ToHashSet(StringComparer.Ordinal);
        return ids.Length == 0 ? new(null, SubscriptionOutcome.NoComponent)
            : ids.All(known.Contains) ? new(ids, null)
            : new(null, SubscriptionOutcome.UnknownComponent);
    }
}
