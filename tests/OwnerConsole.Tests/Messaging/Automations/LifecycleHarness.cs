using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Executes the steps of lifecycle automations at once, and reads their sequences and runs.</summary>
internal static class LifecycleHarness
{
    public static async Task<string> Trial(TestApplication app, string name) => (
            await app.Put(
                $"/api/v1/tenants/ext:{name}",
                new
                {
                    name,
                    lifecycle = "trial",
                    trial_ends_at = TimeProvider.System.GetUtcNow().AddDays(1),
                }
            )
        ).GetProperty("id").GetString()!;

    /// <returns>ID of the new automation, which is off.</returns>
    public static async Task<string> Create(TestApplication app, object input) =>
        Text((await app.Run("automation.create", IdGenerator.Platform, input)).GetProperty("lines")[0], "created")!;

    public static async Task<string> RunOf(TestApplication app, string id, string tenant, int index) =>
        Text((await app.Get($"/api/v1/automations/{id}/enrollments?tenant={tenant}")).GetProperty("data")[0].GetProperty("runs")[index], "run_id")!;

    public static int Done(JsonElement row) => row.GetProperty("steps_done").GetInt32();

    /// <returns>What the last operation of a sequence waits for; null if it doesn't wait.</returns>
    public static string? Reason(JsonElement row) => row.GetProperty("runs").EnumerateArray().Select(run => Text(run, "reason")).LastOrDefault();

    /// <summary>Executes due steps until the enrollments are as expected.</summary>
    public static Task Await(TestConsole console, TestApplication app, string id, Func<IReadOnlyList<JsonElement>, bool> holds) =>
        Poll.Until(async () =>
        {
            await Run<StepRunner>(console);
            return holds([.. (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data").EnumerateArray()]);
        });

    public static Task Run<T>(TestConsole console)
        where T : IWorkHandler =>
        console.Services.GetServices<IWorkHandler>().OfType<T>().Single().Execute(new("test", 0, null, "test", default, 0), CancellationToken.None);

    public static async Task Execute(TestConsole console, string sql)
    {
        var tenants = await List(console);
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, .. tenants]);
        await work.Execute(sql);
        await work.Commit();
    }

    public static async Task<long> Count(TestConsole console, string sql)
    {
        await using var reading = await console.Database.Read();
        return await reading.One<long>(sql);
    }

    public static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static async Task<IReadOnlyList<string>> List(TestConsole console)
    {
        await using var reading = await console.Database.Read();
        return await reading.List<string>("select tenant_id from core.tenants");
    }
}
