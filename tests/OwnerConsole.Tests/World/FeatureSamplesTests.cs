using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>The demo adds an example of each feature once, with the scopes of its keys, and creates no live tenant.</summary>
[Slow(20, "World")]
public sealed class FeatureSamplesTests
{
    private static readonly string[] Statuses = ["received", "verified", "in_progress", "fulfilled", "refused", "withdrawn"];

    [Fact]
    public async Task Each_feature_gets_an_example_once()
    {
        await using var console = await TestConsole.Start(); // the examples are compared with an empty console
        var owner = await TestApplication.Connect(console);
        await owner.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        var test = await TestApplication.Connect(console, Mode.Test, onlyTenant: null, [.. Demo.TestScopes]);
        var setup = await TestApplication.Connect(console, Mode.Live, onlyTenant: null, [.. Demo.FeatureScopes]);

        var first = await Play();
        await DuplicatePairs.Scan(console);
        var pairs = await Count("select count(*) from duplicates.pairs where score > 0");
        var second = await Play();

        (first.Code, second.Code).ShouldBe((0, 0), first.Said + second.Said);
        (first.Said + second.Said).ShouldNotContain("was not added");
        first.Said.ShouldContain("examples of 14 features were added");
        second.Said.ShouldContain("examples of 0 features were added");
        (await owner.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(0, "these would be live tenants");
        (await Texts("/api/v1/privacy-requests", "status")).ShouldBe(Statuses, ignoreOrder: true);
        (await Texts("/api/v1/incidents", "status")).ShouldBe(["investigating", "closed"], ignoreOrder: true);
        (await Texts("/api/v1/status-page/notices", "status")).ShouldBe(["resolved", "scheduled"], ignoreOrder: true);
        (await Texts("/api/v1/services", "name")).ShouldBe(["booking-web", "booking-worker"], ignoreOrder: true);
        (await Texts("/api/v1/errors", "title")).Count.ShouldBe(3);
        (await Texts("/api/v1/slos", "name")).ShouldBe(["Booking API availability"]);
        (await Texts("/api/v1/slas", "name")).ShouldBe(["Monthly availability"]);
        await owner.Await("/api/v1/alerts?state=fired", alerts => alerts.GetProperty("data").GetArrayLength() >= 2);
        pairs.ShouldBeGreaterThanOrEqualTo(4, "two pairs of tenants and two of their owners");
        await console.Until("select count(*) = 2 from automations.enrollments where mode = 'test'");
        var import = (await Texts("/api/v1/imports", "id")).ShouldHaveSingleItem();
        var checkedRows = await owner.Await(
            $"/api/v1/imports/{import}",
            details => details.GetProperty("import").GetProperty("state").GetString() == "checked"
        );
        checkedRows.GetProperty("counts").GetProperty("errors").GetInt64().ShouldBe(2);

        Task<(int Code, string Said)> Play() =>
            WorldProcess.RunWithFeatures(console.Address, test.Key, setup.Key, "12", "7", "--as", "studio", "--months", "1");

        async Task<IReadOnlyList<string?>> Texts(string path, string name) =>
            [.. (await owner.Get(path)).GetProperty("data").EnumerateArray().Select(row => row.GetProperty(name).GetString())];

        async Task<long> Count(string sql)
        {
            await using var work = await console.Database.Read();
            return await work.One<long>(sql);
        }
    }
}
