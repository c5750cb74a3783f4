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

    public async Task<RenderFragment> Draw(Caller caller, string tenantId, Work work, CancellationToken stop) =>
        Page.Of<UsagePanel>((nameof(UsagePanel.Numbers), await numbers.Find(tenantId, caller, work, stop)));
}
