using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>The demo adds an example of each feature once, with the scopes of its keys, and leaves no live tenant.</summary>
[Slow(25, "World")]
public sealed class FeatureSamplesTests
{
    private static readonly string[] s_words = ["16", "7", "--as", "studio", "--months", "1"];

    private static readonly string[] Statuses = ["received", "verified", "in_progress", "fulfilled", "refused", "withdrawn"];

    [Fact]
    public async Task Each_feature_gets_an_example_once()
    {
        await using var console = await TestConsole.Start(); // the examples are compared with an empty console
        var owner = await TestApplication.Connect(console);
        await owner.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        var test = await TestApplication.Connect(console, Mode.Test, onlyTenant: null, [.. Demo.TestScopes]);
        var setup = await TestApplication.Connect(console, Mode.Live, onlyTenant: null, [.. Demo.FeatureScopes]);
        var actions = ActivatorUtilities.CreateInstance<DemoActions>(console.Services);

        var first = await Play(setup);
        await console.Until("select count(*) = 2 from automations.enrollments where mode = 'test'"); // before deletions block the access of others
        var revoked = await setup.Send(HttpMethod.Get, "/api/v1/imports");
        await DuplicatePairs.Scan(console);
        var pairs = await Count("select count(*) from duplicates.pairs where score > 0");
        var added = await actions.Add(TestContext.Current.CancellationToken);
        await FinishActions();
        var followUp = await WorldProcess.Run(console.Address, test.Key, [.. s_words, "--follow-up"]);
        var second = await Play(await TestApplication.Connect(console, Mode.Live, onlyTenant: null, [.. Demo.FeatureScopes]));

        (first.Code, followUp.Code, second.Code).ShouldBe((0, 0, 0), first.Said + followUp.Said + second.Said);
        (first.Said + followUp.Said + second.Said).ShouldNotContain("was not added");
        first.Said.ShouldContain("examples of 18 features were added");
        followUp.Said.ShouldContain("examples of 3 reactions were added");
        second.Said.ShouldContain("examples of 0 features were added");
        (revoked.Status, added).ShouldBe((401, 3));
        (await actions.Add(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await owner.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(0, "these would be live tenants");
        (await Texts("/api/v1/privacy-requests", "status")).ShouldBe(Statuses, ignoreOrder: true);
        (await Texts("/api/v1/incidents", "status")).ShouldBe(["investigating", "closed"], ignoreOrder: true);
        (await Texts("/api/v1/status-page/notices", "status")).ShouldBe(["resolved", "scheduled"], ignoreOrder: true);
        (await Texts("/api/v1/services", "name")).ShouldBe(["booking-web", "booking-worker"], ignoreOrder: true);
        (await Texts("/api/v1/errors", "title")).Count.ShouldBe(3);
        (await Count("select count(*) from errors.affected a join core.tenants t using (tenant_id) where t.mode = 'test'")).ShouldBeGreaterThan(0);
        (await Texts("/api/v1/slos", "name")).ShouldBe(["Booking API availability"]);
        (await Texts("/api/v1/slas", "name")).ShouldBe(["First reply", "First reply in business hours", "Monthly availability", "Ticket resolution"]);
        (await test.Get("/api/v1/support/tickets?limit=500")).GetProperty("data").GetArrayLength().ShouldBeGreaterThan(4);
        (await Texts("/api/v1/support/tickets", "id")).ShouldBeEmpty("these would be tickets of live tenants");
        await owner.Await("/api/v1/alerts?state=fired", alerts => alerts.GetProperty("data").GetArrayLength() >= 2);
        pairs.ShouldBeGreaterThanOrEqualTo(4, "two pairs of tenants and two of their owners");
        await owner.Await("/api/v1/imports", imports => !imports.GetRawText().Contains("\"checking\"", StringComparison.Ordinal));
        (await Texts("/api/v1/imports", "state")).ShouldBe(["checked", "undone", "applied", "applied", "applied"], ignoreOrder: true);
        (await Count("select count(*) from imports.rows where state = 'error'")).ShouldBe(5);
        (await Count("select count(*) from imports.rows where state = 'applied'")).ShouldBe(4, "two tenants and a member of each");
        (
            await Count("select count(*) from core.members m join core.tenants t using (tenant_id) where t.external_id like 'import-%' and t.mode = 'test'")
        ).ShouldBe(2);
        (await Count("select count(*) from imports.rows where state = 'skipped'")).ShouldBe(3);
        (await Count("select count(*) from imports.rows where state = 'reverted'")).ShouldBe(3);
        var deletions = (await test.Get("/api/v1/tenant-deletions")).GetProperty("data").EnumerateArray();
        deletions.Select(row => row.GetProperty("state").GetString()).ShouldBe(["scheduled", "deleted"], ignoreOrder: true);
        (await Count("select count(*) from duplicates.dismissals where closed_by is null")).ShouldBe(1);
        (await Count("select count(*) from core.merges where to_at is null")).ShouldBe(1);
        (await Count("select count(*) from duplicates.tenant_merges where to_at is null")).ShouldBe(1);
        (await Count("select count(*) from notifications.notifications where clicked_at is not null")).ShouldBeGreaterThan(0);

        Task<(int Code, string Said)> Play(TestApplication key) => WorldProcess.RunWithFeatures(console.Address, test.Key, key.Key, s_words);

        // Executes the due deletion and starts the broadcast at once instead of within a minute.
        async Task FinishActions()
        {
            var executor = console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "deletion.execute");
            await executor.Execute(null!, TestContext.Current.CancellationToken); // the handler does not use its item
            var broadcast = await One<string>("select broadcast_id from broadcasts.broadcasts");
            await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
            await work.MakeDue([$"broadcast:{broadcast}"]);
            await work.Commit();
        }

        async Task<IReadOnlyList<string?>> Texts(string path, string name) =>
            [.. (await owner.Get(path)).GetProperty("data").EnumerateArray().Select(row => row.GetProperty(name).GetString())];

        Task<long> Count(string sql) => One<long>(sql);

        async Task<T?> One<T>(string sql)
        {
            await using var work = await console.Database.Read();
            return await work.One<T>(sql);
        }
    }
}
