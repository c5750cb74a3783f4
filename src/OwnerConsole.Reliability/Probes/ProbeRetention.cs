using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Deletes roll-ups when coarser ones are enough, old changes of states, and secrets of removed probes and earlier versions that no undo can restore.</summary>
public sealed class ProbeRetention(Database database) : Retention(database)
{
    private const string Old = """
        (grain in ('minute', 'five_minutes') and bucket_at < now() - interval '7 days' or grain = 'hour' and bucket_at < now() - interval '90 days'
         or grain = 'day' and bucket_at < now() - interval '2 years')
        """;

    /// <summary>A day more than the undo period, because an undo can wait for its turn.</summary>
    private const string Obsolete = """
        p.tenant_id = 'tnt_platform' and p.closed_by is not null and (p.secret is not null or p.token_hash is not null)
        and not exists (select from core.runs r where r.run_id = p.closed_by and r.undo_until > now() - interval '1 day')
        """;

    public override string Name => "probes.forget";

    public override string Title => "Delete old results of probes";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from probes.rollups where {Old}
            union
            select tenant_id from probes.state_changes where changed_at < now() - interval '2 years'
            union
            select p.tenant_id from probes.probes p where {Obsolete}
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from probes.rollups where tenant_id = 'tnt_platform' and {Old}");
        await work.Execute($"delete from probes.latencies where tenant_id = 'tnt_platform' and {Old}");
        await work.Execute("delete from probes.state_changes where tenant_id = 'tnt_platform' and changed_at < now() - interval '2 years'");
        await work.Execute($"update probes.probes p set secret = null, token_hash = null where {Obsolete}");
    }
}
