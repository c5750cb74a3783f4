using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>A tenant with its open cases whose campaign is no longer the first one that matches.</summary>
/// <param name="OpenCases">Number of its open cases.</param>
public sealed record RematchedTenant(string TenantId, long Revision, long OpenCases) : ISubject
{
    /// <summary>Cases whose campaign changes.</summary>
    internal IReadOnlyList<RematchedCase> Changes { get; init; } = [];

    public string Id => TenantId;

    public static async Task<IReadOnlyList<RematchedTenant>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var tenants = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + (select count(*) + count(r.closed_by) from dunning.rematches r where r.tenant_id = s.tenant_id) as revision,
                   (select count(*) from dunning.cases c where c.tenant_id = s.tenant_id and c.closed_at is null) as open_cases
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var current = await work.List<RematchedCase>(
            "select c.tenant_id, c.account_id, c.invoice_id, c.campaign_id as from_id, '' as to_id from dunning.cases c where c.tenant_id = any(@ids) and c.closed_at is null",
            new { ids }
        );
        var invoices = current.Count == 0 ? [] : await CampaignMatcher.FindUnpaid("i.tenant_id = any(@ids)", work, new { ids });
        var matcher = await CampaignMatcher.Load(await DunningCampaign.List(work), invoices.Select(invoice => invoice.Currency), work);
        var matched = invoices.ToDictionary(invoice => (invoice.AccountId, invoice.Id), matcher.Match);
        var changes = current
            .Select(one => one with { ToId = matched.GetValueOrDefault((one.AccountId, one.InvoiceId))?.Id ?? one.FromId })
            .Where(one => one.ToId != one.FromId)
            .ToLookup(one => one.TenantId, StringComparer.Ordinal);
        return [.. tenants.Select(row => new RematchedTenant(row.TenantId, row.Revision, row.OpenCases) { Changes = [.. changes[row.TenantId]] })];
    }

    /// <summary>Moves cases to other campaigns. Their steps follow within seconds.</summary>
    internal static Task Move(IReadOnlyList<RematchedCase> cases, UnitOfWork work) =>
        work.Execute(
            """
            with moved as (
              update dunning.cases c set campaign_id = m.to_id, version = 0
                from jsonb_to_recordset(@cases) m(tenant_id text, account_id text, invoice_id text, from_id text, to_id text)
               where c.tenant_id = m.tenant_id and c.account_id = m.account_id and c.invoice_id = m.invoice_id and c.closed_at is null and c.campaign_id = m.from_id
              returning m.*)
            insert into dunning.rematches (tenant_id, account_id, invoice_id, from_id, to_id, opened_by, opened_at)
            select tenant_id, account_id, invoice_id, from_id, to_id, @run, clock_timestamp() from moved
            """,
            new { cases = Json.Element(cases), run = work.RunId }
        );

    /// <summary>Moves cases back to their previous campaigns, if these still exist and the cases weren't moved again.</summary>
    /// <returns>Their tenants.</returns>
    internal static Task<IReadOnlyList<string>> MoveBack(IReadOnlyList<string> tenants, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            with moved as (
              update dunning.cases c set campaign_id = r.from_id, version = 0
                from dunning.rematches r
               where r.tenant_id = any(@tenants) and r.opened_by = @undoneRun and r.closed_by is null
                 and c.tenant_id = r.tenant_id and c.account_id = r.account_id and c.invoice_id = r.invoice_id and c.closed_at is null and c.campaign_id = r.to_id
                 and exists (select from dunning.campaigns p where p.tenant_id = 'tnt_platform' and p.campaign_id = r.from_id and p.closed_by is null)
              returning c.tenant_id, c.account_id, c.invoice_id)
            update dunning.rematches r set closed_by = @run
              from moved
             where r.tenant_id = moved.tenant_id and r.account_id = moved.account_id and r.invoice_id = moved.invoice_id and r.opened_by = @undoneRun
            returning r.tenant_id
            """,
            new
            {
                tenants,
                undoneRun,
                run = work.RunId,
            }
        );

    private sealed record Row(string TenantId, long Revision, long OpenCases);
}

/// <summary>A case whose campaign changes.</summary>
internal sealed record RematchedCase(string TenantId, string AccountId, string InvoiceId, string FromId, string ToId);
