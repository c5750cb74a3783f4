using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Fixtures;

/// <summary>Money is counted some seconds after the facts; a test doesn't wait for that.</summary>
public static class RevenueRebuilds
{
    /// <summary>Until everything that was reported and decided is counted.</summary>
    public static async Task WaitForRevenue(this TestConsole console)
    {
        var follows = console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "movements.follow");
        long left;
        do
        {
            await follows.Execute(new("every:movements.follow", 0, null, follows.Name, JsonSerializer.SerializeToElement(new { }), 0), CancellationToken.None);
            await using var work = await console.Database.Read();
            left = await work.One<long>("select count(*) from core.money_dirt");
        } while (left > 0);
    }
}
