using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts.Public;

/// <summary>An alert as other modules show it.</summary>
/// <param name="Name">Name of its rule.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Since">When its condition was first met.</param>
/// <param name="FiredAt">When it fired; null while it is pending.</param>
/// <param name="ResolvedAt">When it was resolved; null before.</param>
public sealed record LinkedAlert(string Id, string Name, string Message, DateTimeOffset Since, DateTimeOffset? FiredAt, DateTimeOffset? ResolvedAt)
{
    /// <summary>Permission to read messages of alerts.</summary>
    internal const string Permission = AlertPageRoutes.Read;

    /// <summary>Whether it is firing.</summary>
    public bool IsFiring => FiredAt is not null && ResolvedAt is null;

    /// <summary>Name and message, where alerts with the same name are listed.</summary>
    internal string Title => $"{Name}: {Message}";

    /// <summary>Address of its page.</summary>
    internal string Address => AlertPageRoutes.Of(Id);

    /// <returns>The alerts that exist, the earliest first. Resolved alerts are deleted after a year.</returns>
    public static async Task<IReadOnlyList<LinkedAlert>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        ids.Count == 0 ? [] : [.. (await AlertRow.List(ids, work)).Select(AlertView.Of).Select(Of).OrderBy(alert => alert.Since)];

    /// <param name="since">Earliest end of those that were resolved.</param>
    /// <param name="limit">Maximum number of firing ones, and of resolved ones.</param>
    /// <returns>Firing alerts, the most urgent first, and then those that were resolved since a time, newest first.</returns>
    public static async Task<IReadOnlyList<LinkedAlert>> ListRecent(DateTimeOffset since, int limit, UnitOfWork work)
    {
        var firing = (await AlertView.ListUrgent(limit, work)).Where(alert => alert.Phase is AlertPhase.Firing);
        return [.. firing.Concat((await AlertRow.ListResolved(since, limit, work)).Select(AlertView.Of)).Select(Of)];
    }

    private static LinkedAlert Of(AlertView alert) => new(alert.Id, alert.Name, alert.Message, alert.Since, alert.FiredAt, alert.ResolvedAt);
}
