using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Insights.TenantUsage.Pages;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>A tenant's numbers, on its Command Center and for the panel that looks again.</summary>
public sealed class UsageRoutes(UsageNumbers numbers, Database database)
{
    public const string Permission = "metric.read";

    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(caller, id, work);
        return new Page("Usage", await Draw(caller, tenantId, work, context.RequestAborted));
    }

    /// <summary>Not folded first: what a limit hangs on is what was accepted.</summary>
    public async Task<IResult> Enforced(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work); // the route needs a permission, so there is a caller
        var meters = await work.List<MeterUse>(
            """
            select m.key as meter, m.name, m.unit, month.first as month, coalesce(u.used, 0) as used
              from core.meters m
             cross join (select date_trunc('month', now() at time zone 'UTC')::date as first) month
              left join core.meter_totals u on u.tenant_id = @tenantId and u.meter = m.key and u.period = month.first
             where m.enforced and m.closed_at is null
             order by m.key
            """,
            new { tenantId }
        );
        return Results.Json(new Kernel.Data.Page<MeterUse>(meters, null, null), Json.Answers);
    }

    public async Task<RenderFragment> Draw(Caller caller, string tenantId, Work work, CancellationToken stop) =>
        Page.Of<UsagePanel>((nameof(UsagePanel.Numbers), await numbers.Find(tenantId, caller, work, stop)));
}

/// <summary>What a tenant has used of an enforced meter in the month that runs.</summary>
/// <param name="Meter">its key</param>
/// <param name="Month">its first day, in UTC</param>
/// <param name="Used">of the events that were accepted, in the meter's unit</param>
public sealed record MeterUse(string Meter, string Name, string Unit, DateOnly Month, decimal Used);
