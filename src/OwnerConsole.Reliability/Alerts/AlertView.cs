using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>An alert as returned by the API.</summary>
/// <param name="RuleId">Rule that caused it.</param>
/// <param name="Name">Name of the rule.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Phase">pending until its condition was met for long enough, then firing.</param>
/// <param name="Since">When its condition was first met.</param>
/// <param name="FiredAt">When it fired; null while it is pending.</param>
/// <param name="IsAcknowledged">Whether a team member is working on it.</param>
/// <param name="Labels">Labels that silences match, by name.</param>
public sealed record AlertView(
    string Id,
    string RuleId,
    string Name,
    AlertSeverity Severity,
    string Message,
    AlertPhase Phase,
    DateTimeOffset Since,
    DateTimeOffset? FiredAt,
    bool IsAcknowledged,
    IReadOnlyDictionary<string, string> Labels
)
{
    /// <returns>Firing alerts, the most urgent first, and then pending ones. Alerts that were resolved by hand are left out.</returns>
    internal static async Task<IReadOnlyList<AlertView>> List(UnitOfWork work) =>
        [
            .. (await AlertRow.ListOpen(work))
                .Where(alert => !alert.IsResolvedByHand)
                .Select(alert => new AlertView(
                    alert.AlertId,
                    alert.RuleId,
                    alert.Name,
                    alert.Severity,
                    alert.Message,
                    alert.Phase,
                    alert.Since,
                    alert.FiredAt,
                    alert.IsAcknowledged,
                    alert.LabelSet.Values
                )),
        ];
}
