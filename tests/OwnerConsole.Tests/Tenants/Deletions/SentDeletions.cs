using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Deletions;

/// <summary>Messages about deletions of tenants, for the page with all messages.</summary>
internal static class SentDeletions
{
    /// <param name="next">Receives the next message, with its title on the page; null if it isn't on the page.</param>
    public static async Task Record(LawHarness stage, Func<string?, Task<JsonElement>> next)
    {
        var tenant = await stage.App.Tenant("gone", "Gone Studio");
        await Delete("", days: 30);
        await stage.Run("tenant.cancel_deletion", tenant);
        await next("");
        await next(null); // its access is restored
        await Delete(null, days: 0);
        await Execute(stage);
        var offered = await next(null);
        await stage.App.Say(offered.GetProperty("data").GetProperty("task"), "complete", new { });
        await next(null); // it is anonymised
        await Execute(stage);
        await next("");

        async Task Delete(string? title, int days)
        {
            await stage.Run("tenant.delete", tenant, new { reason = "The contract has ended.", waiting_days = days });
            await next(title);
            await next(null); // its access is blocked
        }
    }

    private static Task<WorkOutcome> Execute(LawHarness stage) =>
        stage.Console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "deletion.execute").Execute(null!, CancellationToken.None); // the handler does not use its item
}
