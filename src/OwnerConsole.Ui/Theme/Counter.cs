using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>A figure in the top bar of every page, linked to its explanation.</summary>
/// <param name="StaleSince">Time of the last update, if updates have stopped; null otherwise.</param>
public sealed record Counter(string Label, string Value, string Address, DateTimeOffset? StaleSince = null)
{
    /// <summary>Sort order among the counters of all modules, ascending.</summary>
    public int Order { get; init; } = 10;
}

/// <summary>Provides figures for the top bar. Modules register one; it runs once per request, so it must be cheap.</summary>
public delegate Task<IReadOnlyList<Counter>> CounterSource(HttpContext context);
