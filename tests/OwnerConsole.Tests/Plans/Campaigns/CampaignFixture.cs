using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Plans.Campaigns;

/// <summary>A plan with tenants on its older versions and an owner who migrates them in waves.</summary>
internal sealed class CampaignFixture(TestConsole console, LimitedPlatform limited)
{
    public TestApplication App => limited.App;

    public LimitedPlatform Limited => limited;

    public static async Task<CampaignFixture> Open(TestConsole console) => new(console, await LimitedPlatform.Open(console));

    /// <returns>A plan whose tenants pay 19.00 USD for 100 sessions (now sold at 29.00 USD for 50 sessions), and these tenants, earliest first.</returns>
    public async Task<(string Plan, List<string> Tenants)> Given(string key, int tenants)
    {
        var plan = await limited.Plan(key, ("sessions", "100"));
        var held = new List<string>();
        for (var number = 1; number <= tenants; number++)
            held.Add(await limited.On($"{key}-{number}", key));
        await Publish(plan, 2900, "50");
        return (plan, held);
    }

    public async Task<JsonElement> Publish(string plan, int amount, string sessions)
    {
        object limits = new[] { new { feature = "sessions", allows = sessions } };
        await App.Run("plan.draft", plan, new { price = new { amount, currency = "USD" }, limits });
        return await App.Run("plan.publish", plan);
    }

    /// <returns>the campaign's id</returns>
    public async Task<string> Started(string plan, object input) => (await App.Run("plan_campaign.start", plan, input)).Created();

    public Task<JsonElement> Campaign(string id) => App.Get($"/api/v1/plan-campaigns/{id}");

    /// <summary>Previews the next wave with the request that the API returns.</summary>
    public async Task<JsonElement> Preview(string id) =>
        await App.Post("/api/v1/previews", (await Campaign(id)).GetProperty("next_wave").GetProperty("preview"));

    /// <returns>the run</returns>
    public async Task<JsonElement> Wave(string id, string? reason = null) => await Start(await Preview(id), reason);

    public Task<JsonElement> Start(JsonElement preview, string? reason = null) =>
        App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason });

    public async Task Use(string tenant, string sessions) => await App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(tenant, "sessions", sessions));

    /// <summary>Runs the scheduler that the console runs every few seconds.</summary>
    public async Task RunScheduler()
    {
        var kind = console.Services.GetServices<IWorkHandler>().Single(workHandler => workHandler.Name == "plan_campaigns.go_on");
        await kind.Execute(null!, CancellationToken.None);
    }

    /// <summary>Moves the end of all waves into the past.</summary>
    public async Task MoveWavesBack(int hours)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(
            "update core.runs set ended_at = ended_at - make_interval(hours => @hours) where operation = 'tenant.move_to_current_version'",
            new { hours }
        );
        await work.Commit();
    }

    public static List<string?> Ids(JsonElement run) => [.. run.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("id").GetString())];

    /// <returns>A text such as <c>running: 2 moved, 1 left, 0 skipped, 0 taken back</c>.</returns>
    public async Task<string> Progress(string id)
    {
        var view = await Campaign(id);
        long Of(string member) => view.GetProperty(member).GetInt64();
        var cause = view.GetProperty("paused_for") is { ValueKind: JsonValueKind.String } said ? $" for {said.GetString()}" : "";
        return $"{view.GetProperty("state").GetString()}{cause}: {Of("moved")} moved, {Of("left")} left, {Of("skipped")} skipped, {Of("reverted")} taken back";
    }
}
