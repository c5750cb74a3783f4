using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A silence as returned by the API.</summary>
/// <param name="Matchers">Conditions that must all be met.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Comment">Why the alerts are silenced; null if no one said.</param>
public sealed record SilenceView(string Id, IReadOnlyList<SilenceMatcher> Matchers, string? Comment, DateTimeOffset StartedAt, DateTimeOffset EndsAt)
{
    /// <returns>Silences that have not ended, the first to end first.</returns>
    internal static async Task<IReadOnlyList<SilenceView>> List(DateTimeOffset now, UnitOfWork work) =>
        [
            .. (await SilenceRow.ListActive(now, work)).Select(silence => new SilenceView(
                silence.SilenceId,
                silence.Matchers,
                silence.Comment,
                silence.OpenedAt,
                silence.EndsAt
            )),
        ];
}
