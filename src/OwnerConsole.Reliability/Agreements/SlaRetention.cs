using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Deletes results of SLAs after two years, and those of days and weeks after 92 days.</summary>
internal sealed class SlaRetention(Database database) : RetentionPolicy(database)
{
    private const string Kept = "interval '731 days'",
        ShortKept = "interval '92 days'";

    public override string Key => "sla_results";

    public override string Name => "agreements.forget";

    public override string Title => "Delete old results of SLAs";

    public override string Kind => "SLA results";

    public override string Description => "Results by day and week 92 days after their period, and results of longer periods and affected tenants of incidents after two years.";

    public override string Basis => "Legitimate interest, proof of agreed service levels";

    public override Setting? Setting => null;

    /// <remarks>A period is kept until all of its results are deleted, because their age is known from it.</remarks>
    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows(
            "agreements.results",
            "r.starts_on",
            _ =>
                $"""
                    exists (select from agreements.periods p
                             where p.tenant_id = 'tnt_platform' and p.sla_id = r.sla_id and p.starts_on = r.starts_on
                               and p.ends_at < now() - case when p.ends_on - p.starts_on < 7 then {ShortKept} else {Kept} end)
                    """
        ),
        new RetainedRows(
            "agreements.periods",
            "r.ends_at",
            _ =>
                $"""
                    r.ends_at < now() - case when r.ends_on - r.starts_on < 7 then {ShortKept} else {Kept} end
                    and not exists (select from agreements.results x where x.sla_id = r.sla_id and x.starts_on = r.starts_on)
                    """
        )
        {
            BelongToPlatform = true,
        },
        new RetainedRows("agreements.impacts", "r.ends_at", _ => $"r.ends_at < now() - {Kept}"),
        new RetainedRows("agreements.incidents", "r.ended_at", _ => $"r.ended_at < now() - {Kept}") { BelongToPlatform = true },
        new RetainedRows("agreements.days", "r.day", _ => $"r.day < (now() - {Kept})::date") { BelongToPlatform = true },
    ];
}
