using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Numbers of tenants by status in the top bar, if the owner has chosen them.</summary>
public sealed class TopBarCounts(Database database, StatusCounts counts)
{
    public async Task<IReadOnlyList<Counter>> Find(CounterRequest request)
    {
        var statuses = Enum.GetValues<TenantStatus>().Where(status => request.Chosen.Contains(Id(status), StringComparer.Ordinal)).ToList();
        if (statuses.Count == 0 || !request.Caller.Can("tenant.read"))
            return [];
        await using var work = await database.Read(request.Stop);
        var found = await counts.Find(request.Mode, work);
        return [.. statuses.Select(status => Of(found, status))];
    }

    private static Counter Of(StatusCount found, TenantStatus status) =>
        new(
            Id(status),
            StatusBadge.Word(status),
            Wording.Number(found.Tenants.GetValueOrDefault(status)),
            new ListAddress(DirectoryAddress.Home).With(status).Path
        )
        {
            StaleSince = found.StaleSince,
        };

    private static string Id(TenantStatus status) => $"status.{status.ToText()}";
}
