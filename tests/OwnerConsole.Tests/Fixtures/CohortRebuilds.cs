using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Fixtures;

/// <summary>Cohorts are calculated some seconds after the movements. Tests trigger it instead of waiting.</summary>
public static class CohortRebuilds
{
    /// <summary>Waits until all reports and operations are included in the movements and the cohorts.</summary>
    public static async Task WaitForCohorts(this TestConsole console)
    {
        await console.WaitForRevenue();
        var follows = console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "cohorts.follow");
        await follows.Execute(new("every:cohorts.follow", 0, null, follows.Name, JsonSerializer.SerializeToElement(new { }), 0), CancellationToken.None);
    }
}
