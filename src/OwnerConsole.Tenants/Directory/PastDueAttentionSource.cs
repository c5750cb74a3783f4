using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Tenants whose payment is past due, highest MRR first, for the list of things that need attention.</summary>
public sealed class PastDueAttentionSource : IAttentionSource
{
    public string Permission => "tenant.read";

    public string UrgentTenants =>
        $"select s.tenant_id, {(int)Urgency.Now} as urgency from core.tenant_status s where s.mode = @mode and s.status = 'past_due'";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var rows = await Read(null, mode, AttentionList.MaxListed, work);
        return AttentionList.OfFirst(
            [.. rows.Select(Of)],
            rows.Count == 0 ? 0 : (int)rows[0].Total,
            "past due tenants",
            $"{DirectoryAddress.Home}?status=past_due"
        );
    }

    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) =>
        [.. (await Read(tenantId, mode, 1, work)).Select(Of)];

    private static Task<IReadOnlyList<Row>> Read(string? tenantId, Mode mode, int most, UnitOfWork work) =>
        work.List<Row>(
            """
            select t.tenant_id, t.name, t.mrr, count(*) over () as total
              from core.tenant_status s join core.tenants t using (tenant_id)
             where s.mode = @mode and s.status = 'past_due' and (@tenantId::text is null or s.tenant_id = @tenantId)
             order by t.mrr desc, t.tenant_id
             limit @most
            """,
            new
            {
                tenantId,
                mode,
                most,
            }
        );

    private static AttentionItem Of(Row row) =>
        new(Urgency.Now, $"The payment of {row.Name} is past due.", $"{DirectoryAddress.Home}/{row.TenantId}", "Open", row.Mrr) { TenantId = row.TenantId };

    private sealed record Row(string TenantId, string Name, long Mrr, long Total);
}
