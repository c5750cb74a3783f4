using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Fixtures;

/// <summary>Revenue is calculated some seconds after the facts. Tests trigger it instead of waiting.</summary>
public static class RevenueRebuilds
{
    /// <summary>Waits until all reports and operations are included in the revenue.</summary>
    public static async Task WaitForRevenue(this TestConsole console)
    {
        var follows = console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "movements.follow");
        long left;
        do
        {
            await follows.Execute(new("every:movements.follow", 0, null, follows.Name, JsonSerializer.SerializeToElement(new { }), 0), CancellationToken.None);
            await using var work = await console.Database.Read();
            left = await work.One<long>("select count(*) from core.stale_revenue");
        } while (left > 0);
    }
}
