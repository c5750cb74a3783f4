using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Deletes results of SLAs after two years, and those of days and weeks after 92 days.</summary>
internal sealed class SlaRetention(Database database) : RetentionPolicy(database)
{
    private const string Kept = "interval '731 days'",
        KeptPeriod = "case when r.ends_on - r.starts_on < 7 then interval '92 days' else interval '731 days' end";

    public override string Key => "sla_results";

    public override string Name => "agreements.forget";

    public override string Title => "Delete old results of SLAs";

    public override string Kind => "SLA results";

    public override string Description =>
        "Results by day and week 92 days after their period, and results of longer periods and affected tenants of incidents after two years.";

    public override string Basis => "Legitimate interest, proof of agreed service levels";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("agreements.results", "r.ends_on", _ => $"r.ends_on < (now() - {KeptPeriod})::date"),
        new RetainedRows("agreements.periods", "r.ends_at", _ => $"r.ends_at < now() - {KeptPeriod} - interval '2 days'") // after their results
        {
            BelongToPlatform = true,
            WaitForHolds = true,
        },
        new RetainedRows("agreements.impacts", "r.ends_at", _ => $"r.ends_at < now() - {Kept}"),
        new RetainedRows("agreements.incidents", "r.ended_at", _ => $"r.ended_at < now() - {Kept}") { BelongToPlatform = true },
        new RetainedRows("agreements.days", "r.day", _ => $"r.day < (now() - {Kept})::date") { BelongToPlatform = true },
    ];
}
