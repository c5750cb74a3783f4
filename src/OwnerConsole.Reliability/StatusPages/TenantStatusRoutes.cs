using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the status page of a tenant in the portal: the public components, and those that are limited to the tenant.</summary>
internal sealed class TenantStatusRoutes(StatusSnapshots snapshots, StatusAudience audience, SubscriptionRequests requests, TimeProvider clock)
{
    public const string Address = PortalFramePolicy.PathPrefix + "/status";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, TenantStatusRoutes self) => self.Show(context)).RequirePortalScope(PortalAccess.StatusRead);
        routes.MapPost(Address, (HttpContext context, TenantStatusRoutes self) => self.Subscribe(context)).RequirePortalScope(PortalAccess.StatusRead);
    }

    private async Task<IResult> Show(HttpContext context) => Page(await Find(context), outcome: null);

    private async Task<IResult> Subscribe(HttpContext context)
    {
        var page = await Find(context);
        return Page(page, await requests.Request(context, page, PortalSession.Of(context)!.TenantId)); // set on all portal routes
    }

    /// <exception cref="Problem">404: the status page is not enabled, or the tenant was deleted. 503: the page is not known.</exception>
    private async Task<StatusSnapshot> Find(HttpContext context)
    {
        var tenantId = PortalSession.Of(context)!.TenantId; // set on all portal routes
        var complete = await snapshots.GetComplete(context.RequestAborted);
        return await audience.FindPage(complete, tenantId, context.RequestAborted) ?? throw Problem.NotFound("tenant", tenantId);
    }

    private PortalPageResult Page(StatusSnapshot page, SubscriptionOutcome? outcome) =>
        new(
            "Status",
            PageResult.Of<TenantStatusPage>(
                (nameof(TenantStatusPage.Snapshot), page),
                (nameof(TenantStatusPage.Now), clock.GetUtcNow()),
                (nameof(TenantStatusPage.StaleAt), snapshots.FindStaleTime()),
                (nameof(TenantStatusPage.Outcome), outcome)
            )
        )
        {
            Status = outcome?.ToHttpStatus() ?? StatusCodes.Status200OK,
        };
}
