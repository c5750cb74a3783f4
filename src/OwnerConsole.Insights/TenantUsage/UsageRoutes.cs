using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Insights.TenantUsage.Pages;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>A tenant's metrics on its usage tab, and the panel's refresh.</summary>
public sealed class UsageRoutes(TenantUsageMetrics numbers, Database database)
{
    public const string Permission = "metric.read";

    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        return new PageResult("Usage", await Draw(caller, tenantId, work, context.RequestAborted));
    }

    /// <summary>Reads the enforced meters. It doesn't wait for event processing, because limits depend on accepted events.</summary>
    public async Task<IResult> ListEnforced(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work); // the route requires a permission, so the caller is signed in
        var meters = await work.List<MeterUsage>(
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
        return Results.Json(new OwnerConsole.Data.Page<MeterUsage>(meters, null, null), Json.ResponseOptions);
    }

    public async Task<RenderFragment> Draw(Caller caller, string tenantId, UnitOfWork work, CancellationToken stop) =>
        PageResult.Of<UsagePanel>((nameof(UsagePanel.Numbers), await numbers.Find(tenantId, caller, work, stop)));
}

/// <summary>Usage of an enforced meter by a tenant in the current month.</summary>
/// <param name="Meter">Key of the meter.</param>
/// <param name="Name">Name of the meter.</param>
/// <param name="Unit">Unit of the meter.</param>
/// <param name="Month">First day of the month, in UTC.</param>
/// <param name="Used">Usage from accepted events, in the meter's unit.</param>
public sealed record MeterUsage(string Meter, string Name, string Unit, DateOnly Month, decimal Used);
