using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Deletes numbers of events when coarser ones are enough, and those that no SLO has used for a time in which nothing can be undone any more.</summary>
internal sealed class SloRetention(Database database) : Retention(database)
{
    /// <summary>Days of numbers by hour: the history of an alert rule's preview and the longest window before it.</summary>
    public const int Hours = 40;

    /// <summary>Days of numbers by day: the longest period and the one before.</summary>
    public const int Days = 731;

    private static readonly string s_old = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        (grain = 'five_minutes' and bucket_at < now() - interval '2 days' or grain = 'hour' and bucket_at < now() - interval '{Hours + 1} days'
         or grain = 'day' and bucket_at < now() - interval '{Days + 1} days')
        """
    );

    /// <summary>Of indicators as i. After a stop of the console, those of existing SLOs are old too.</summary>
    private const string Unused = """
        i.measured_at < now() - interval '90 days'
        and not exists (select from objectives.slos s where s.tenant_id = i.tenant_id and s.indicator = i.indicator and s.closed_by is null)
        """;

    public override string Name => "objectives.forget";

    public override string Title => "Delete old results of SLOs";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from objectives.totals where {s_old}
            union
            select i.tenant_id from objectives.indicators i where {Unused}
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from objectives.totals where tenant_id = 'tnt_platform' and {s_old}");
        await work.Execute(
            $"""
            delete from objectives.totals
             where tenant_id = 'tnt_platform' and indicator in (select i.indicator from objectives.indicators i where i.tenant_id = 'tnt_platform' and {Unused})
            """
        );
        await work.Execute($"delete from objectives.indicators i where i.tenant_id = 'tnt_platform' and {Unused}");
    }
}
