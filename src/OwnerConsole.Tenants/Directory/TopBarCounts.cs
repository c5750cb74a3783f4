using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Counts in the top bar: all tenants, and those active, on trial and suspended.</summary>
public sealed class TopBarCounts(Database database, StatusCounts counts)
{
    public async Task<IReadOnlyList<Counter>> Find(HttpContext context)
    {
        if (Caller.Of(context) is not { IsScoped: false } caller || !caller.Can("tenant.read"))
            return [];
        await using var work = await database.Read(context.RequestAborted);
        var found = await counts.Find(await Modes.Shown(caller, work), work);
        return
        [
            new(
                "Tenants",
                Wording.Number(found.Total),
                new ListAddress(DirectoryAddress.Home).With(ListAddress.View, ListAddress.Whole).Path,
                found.StaleSince
            ),
            Of(found, TenantStatus.Active),
            Of(found, TenantStatus.Trial),
            Of(found, TenantStatus.Suspended),
        ];
    }

    private static Counter Of(StatusCount found, TenantStatus status) =>
        new(
            StatusBadge.Word(status),
            Wording.Number(found.Tenants.GetValueOrDefault(status)),
            new ListAddress(DirectoryAddress.Home).With(status).Path,
            found.StaleSince
        );
}
