using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A stored silence.</summary>
/// <param name="OpenedBy">Run that started it.</param>
internal sealed record SilenceRow(
    string SilenceId,
    IReadOnlyList<SilenceMatcher> Matchers,
    string? Comment,
    DateTimeOffset OpenedAt,
    DateTimeOffset EndsAt,
    string OpenedBy
)
{
    internal const string Prefix = "sil",
        EntityKind = "silence";

    internal static readonly StateRows Rows = new("alerts.silences", "silence_id") { BelongToPlatform = true, HaveClosedAt = true };

    private const string Columns = """
        select s.silence_id, s.matchers, s.comment, s.opened_at, s.ends_at, s.opened_by
          from alerts.silences s where s.tenant_id = 'tnt_platform' and s.closed_by is null
        """;

    /// <remarks>All matchers were checked before they were stored.</remarks>
    public Silence Silence => new([.. Matchers.Select(matcher => matcher.Compile()).OfType<LabelMatcher>()], OpenedAt, EndsAt);

    /// <returns>Silences that have not ended, the first to end first.</returns>
    public static Task<IReadOnlyList<SilenceRow>> ListActive(DateTimeOffset now, UnitOfWork work) =>
        work.List<SilenceRow>($"{Columns} and s.ends_at > @now order by s.ends_at, s.silence_id", new { now });
}

/// <summary>A condition of a silence on one label.</summary>
/// <param name="Operator">How the label is compared with the value.</param>
public sealed record SilenceMatcher(
    [Description("Label, such as rule, kind, severity, probe, code or metric.")] string Label,
    [Description("Comparison. Patterns are regular expressions that match the whole value.")] MatchOperator Operator,
    [Description("Value or pattern, such as medium or prb_01.*.")] string Value
)
{
    /// <returns>Null if it is invalid.</returns>
    internal LabelMatcher? Compile() => LabelMatcher.Find(Label.Trim(), Operator, Value.Trim());
}
