using OwnerConsole.Data;

namespace OwnerConsole.Ui.Theme;

/// <summary>A figure in the top bar of every page, linked to its explanation.</summary>
/// <param name="Id">Id by which it is chosen: the id of a metric, or of another count.</param>
public sealed record Counter(string Id, string Label, string Value, string Address)
{
    /// <summary>Definition in one sentence; null if the label says enough.</summary>
    public string? Description { get; init; }

    /// <summary>Size of the change, without a sign; null if nothing is compared or nothing changed.</summary>
    public string? Change { get; init; }

    public bool IsUp { get; init; }

    /// <summary>Whether the change is an improvement; null if it is neutral.</summary>
    public bool? IsGood { get; init; }

    /// <summary>Time of the last update, if updates have stopped; null otherwise.</summary>
    public DateTimeOffset? StaleSince { get; init; }
}

/// <summary>A request for the figures of the top bar.</summary>
/// <param name="Caller">A caller who can see all tenants.</param>
/// <param name="Chosen">Ids of the figures to return; a source returns those that it knows.</param>
public sealed record CounterRequest(Caller Caller, Mode Mode, IReadOnlyList<string> Chosen, CancellationToken Stop);

/// <summary>Provides figures for the top bar. Modules register one; it runs once per request, so it must be cheap.</summary>
public delegate Task<IReadOnlyList<Counter>> CounterSource(CounterRequest request);
