using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Deletes roll-ups when coarser ones are enough, and old changes of states.</summary>
public sealed class ProbeRetention(Database database) : Retention(database)
{
    private const string Old = """
        (grain = 'minute' and bucket_at < now() - interval '7 days' or grain = 'five_minutes' and bucket_at < now() - interval '90 days'
         or grain = 'hour' and bucket_at < now() - interval '2 years')
        """;

    public override string Name => "probes.forget";

    public override string Title => "Delete old results of probes";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from probes.rollups where {Old}
            union
            select tenant_id from probes.state_changes where changed_at < now() - interval '2 years'
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from probes.rollups where tenant_id = 'tnt_platform' and {Old}");
        await work.Execute($"delete from probes.latencies where tenant_id = 'tnt_platform' and {Old}");
        await work.Execute("delete from probes.state_changes where tenant_id = 'tnt_platform' and changed_at < now() - interval '2 years'");
    }
}
