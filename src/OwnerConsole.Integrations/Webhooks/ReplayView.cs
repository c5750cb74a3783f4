namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A running replay of an endpoint as returned by the API.</summary>
/// <param name="Run">Run that requested it. Undo the run to stop the replay.</param>
/// <param name="From">Start of the period.</param>
/// <param name="To">End of the period.</param>
/// <param name="Scope">Which events are sent again.</param>
/// <param name="Events">Event types that are sent again; empty for all that the endpoint receives.</param>
/// <param name="Found">Number of events when it was requested.</param>
/// <param name="Queued">Number of events queued for delivery so far.</param>
public sealed record ReplayView(string Run, DateTimeOffset From, DateTimeOffset To, ReplayScope Scope, IReadOnlyList<string> Events, int Found, int Queued)
{
    internal static ReplayView? Of(Replay? replay) =>
        replay is null ? null : new(replay.OpenedBy, replay.RangeStart, replay.RangeEnd, replay.Scope, replay.Events, replay.Found, replay.Queued);
}
