using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A group of alerts from its first notification until all of its alerts are resolved.</summary>
/// <param name="StartedAt">First notification.</param>
/// <param name="Escalated">Steps that were sent, so that each is sent once.</param>
/// <param name="Signalled">Channels whose service has an open incident.</param>
/// <param name="AcknowledgedAt">When all alerts were acknowledged; null while one is not.</param>
/// <param name="EscalatedAt">When the last step was sent; null before the first.</param>
internal sealed record EpisodeRow(
    string RuleId,
    DateTimeOffset StartedAt,
    IReadOnlyList<EscalationStep> Escalated,
    IReadOnlyList<string> Signalled,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? EscalatedAt
)
{
    public static EpisodeRow Start(string ruleId, DateTimeOffset at) => new(ruleId, at, [], [], null, null);

    /// <param name="channels">Channels that a signal was queued on.</param>
    public EpisodeRow Add(IReadOnlyCollection<string> channels) =>
        channels.All(Signalled.Contains) ? this : this with { Signalled = [.. Signalled.Union(channels, StringComparer.Ordinal)] };

    /// <summary>Destinations in addition to the routes, which must be notified of the end.</summary>
    public IEnumerable<AlertRoute> FindDestinations(AlertSeverity severity) =>
        Escalated.Select(step => step.Route).Concat(Signalled.Select(channel => new AlertRoute(severity, channel)));

    /// <returns>All episodes that have not ended: at most one for each rule with alerts.</returns>
    public static Task<IReadOnlyList<EpisodeRow>> List(UnitOfWork work) =>
        work.List<EpisodeRow>(
            """
            select e.rule_id, e.started_at, e.escalated, e.signalled, e.acknowledged_at, e.escalated_at
              from alerts.episodes e where e.tenant_id = 'tnt_platform' order by e.rule_id
            """
        );

    public static Task Save(EpisodeRow episode, UnitOfWork work) =>
        work.Execute(
            """
            insert into alerts.episodes (tenant_id, rule_id, started_at, escalated, signalled, acknowledged_at, escalated_at)
            values ('tnt_platform', @RuleId, @StartedAt, @escalated, @signalled, @AcknowledgedAt, @EscalatedAt)
            on conflict (tenant_id, rule_id) do update
               set escalated = excluded.escalated, signalled = excluded.signalled,
                   acknowledged_at = excluded.acknowledged_at, escalated_at = excluded.escalated_at
            """,
            new
            {
                episode.RuleId,
                episode.StartedAt,
                escalated = Json.Element(episode.Escalated),
                signalled = episode.Signalled.ToArray(),
                episode.AcknowledgedAt,
                episode.EscalatedAt,
            }
        );

    public static Task End(string ruleId, UnitOfWork work) =>
        work.Execute("delete from alerts.episodes where tenant_id = 'tnt_platform' and rule_id = @ruleId", new { ruleId });
}
