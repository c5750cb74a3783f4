using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Deletes numbers of events when coarser ones are enough, and those that no SLO has used for a time in which nothing can be undone any more.</summary>
internal sealed class SloRetention(Database database) : RetentionPolicy(database)
{
    /// <summary>Days of numbers by hour: the history of an alert rule's preview and the longest window before it.</summary>
    public const int Hours = 40;

    /// <summary>Days of numbers by day: the longest period and the one before.</summary>
    public const int Days = 731;

    /// <summary>Of indicators as i. After a stop of the console, those of existing SLOs are old too.</summary>
    private const string Unused = """
        i.measured_at < now() - interval '90 days'
        and not exists (select from objectives.slos s where s.tenant_id = i.tenant_id and s.indicator = i.indicator and s.closed_by is null)
        """;

    private static readonly string s_old = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        r.grain = 'five_minutes' and r.bucket_at < now() - interval '2 days' or r.grain = 'hour' and r.bucket_at < now() - interval '{Hours + 1} days'
        or r.grain = 'day' and r.bucket_at < now() - interval '{Days + 1} days'
        or r.indicator = any(array(select i.indicator from objectives.indicators i where i.tenant_id = 'tnt_platform' and {Unused}))
        """
    );

    public override string Key => "slo_results";

    public override string Name => "objectives.forget";

    public override string Title => "Delete old results of SLOs";

    public override string Kind => "SLO results";

    public override string Description =>
        "Numbers of events: by five minutes after 2 days, by hour after 41 days, by day after two years, and those that no SLO has used for 90 days.";

    public override string Basis => "Legitimate interest, no personal data";

    public override Setting? Setting => null;

    /// <remarks>The row of an indicator is kept until all of its numbers are deleted, because they are found through it.</remarks>
    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("objectives.totals", "r.bucket_at", _ => s_old)
        {
            BelongToPlatform = true,
            AgeIndexes = RetainedRows.ByGrain("five_minutes", "hour", "day"),
        },
        new RetainedRows(
            "objectives.indicators",
            "r.measured_at",
            _ =>
                $"""
                    exists (select from objectives.indicators i where i.tenant_id = r.tenant_id and i.indicator = r.indicator and {Unused})
                    and not exists (select from objectives.totals t where t.tenant_id = r.tenant_id and t.indicator = r.indicator)
                    """
        )
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
    ];
}
