using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>Which limits that are reached are meant.</summary>
/// <param name="Feature">its key</param>
/// <param name="Text">part of a tenant's name</param>
/// <param name="Cursor">where a page before ended</param>
/// <param name="Share">of the limit that is used: then those far below it stand in the list too</param>
/// <param name="Plan">the key of one that the tenant holds</param>
public sealed record ReachedFilter(
    Population Population,
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

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(ReachedRoutes.Address, request, s_known.Contains);

    public static async Task<ReachedFilter> Of(HttpRequest request, Caller caller, Work work) =>
        new(
            await Populations.Shown(caller, work),
            caller.OnlyTenant,
            request.Word<LimitState>("state"),
            request.Text("feature"),
            request.Text("q"),
            request.Text("cursor"),
            Share: request.Word<UsedShare>("share"),
            Plan: request.Text("plan")
        );
}
