using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>A figure of the top bar: it stands on every page and leads to its explanation.</summary>
/// <param name="StaleSince">when it was true, if it isn't counted any more; null otherwise</param>
public sealed record Counter(string Label, string Value, string Address, DateTimeOffset? StaleSince = null)
{
    /// <summary>Its place among those of other modules, the least first.</summary>
    public int Order { get; init; } = 10;
}

/// <summary>Where figures of the top bar come from. A module registers one; each request asks it once, so it must be cheap.</summary>
public delegate Task<IReadOnlyList<Counter>> CounterSource(HttpContext context);
