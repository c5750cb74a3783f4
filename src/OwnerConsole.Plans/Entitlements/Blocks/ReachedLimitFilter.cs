using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Filters of the list of reached limits.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Text">Part of a tenant's name.</param>
/// <param name="Cursor">End of the previous page.</param>
/// <param name="Share">Share of the limit used; with it, the list also has limits far from reached.</param>
/// <param name="Plan">Key of a plan that the tenant is on.</param>
public sealed record ReachedLimitFilter(
    Mode Mode,
    string? OnlyTenant,
    LimitState? State = null,
    string? Feature = null,
    string? Text = null,
    string? Cursor = null,
    int Limit = 50,
    UsedShare? Share = null,
    string? Plan = null
)
{
    private static readonly string[] s_known = ["state", "feature", "share", "plan", "q"];

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(ReachedLimitRoutes.Address, request, s_known.Contains);

    public static async Task<ReachedLimitFilter> Of(HttpRequest request, Caller caller, UnitOfWork work) =>
        new(
            await Modes.Shown(caller, work),
            caller.OnlyTenant,
            request.Word<LimitState>("state"),
            request.Text("feature"),
            request.Text("q"),
            request.Text("cursor"),
            Share: request.Word<UsedShare>("share"),
            Plan: request.Text("plan")
        );
}
