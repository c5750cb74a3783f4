using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>A list with the maximum of rows selects as many members as one operation can have.</summary>
[Slow(50, "Operations", "Imports")]
[NotPooled("Sends the statements of BulkRunTests and ImportTests for more members.")]
public sealed class LongestListTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    private const int BatchSize = 20_000; // one statement of the console's connections takes at most 30 seconds

    [Fact]
    public async Task The_longest_list_is_one_run_that_is_stopped_and_retried_for_the_rest()
    {
        var app = await TestApplication.Connect(console);
        var crowd = await TenantCrowd.Gather(console, "requesters", 0);
        var tenant = await app.Tenant("long-list");
        for (var first = 1; first <= Previews.MaxSubjects; first += BatchSize)
            await AddMembers(tenant, first, Math.Min(first + BatchSize - 1, Previews.MaxSubjects));
        var rows = string.Concat(Enumerable.Range(1, Previews.MaxSubjects).Select(number => $"mbr_{number:D26}\n"));
        var list = await UploadedImport.Check(app, await UploadedImport.Send(app, "member_list", "id\n" + rows), new { id = "member" }, seconds: 300);

        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "member.tag",
                query = new { import = list },
                input = new { tag = "listed" },
            }
        );
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "A measure." });
        var address = $"/api/v1/runs/{run.GetProperty("id").GetString()}";
        await app.Await(address, answer => answer.GetProperty("done").GetInt32() > 0, seconds: 300);
        var stopped = await app.Post($"{address}/stop", new { reason = "Enough." });
        var rest = await crowd.Previews.Freeze(crowd.Ann, "member.tag", new(Retry: run.GetProperty("id").GetString()), TestContext.Current.CancellationToken);
        await AddMembers(tenant, Previews.MaxSubjects + 1, Previews.MaxSubjects + 1);
        var refused = await Should.ThrowAsync<Problem>(() =>
            crowd.Previews.Freeze(crowd.Ann, "member.tag", new(Query: new Dictionary<string, string>()), TestContext.Current.CancellationToken)
        );

        (preview.GetProperty("total").GetInt32(), preview.GetProperty("accepted").GetInt32()).ShouldBe((Previews.MaxSubjects, Previews.MaxSubjects));
        stopped.GetProperty("state").GetString().ShouldBe("stopped");
        rest.SubjectIds.Length.ShouldBe(Previews.MaxSubjects - stopped.GetProperty("done").GetInt32());
        (refused.Status, refused.Code, refused.Message).ShouldBe((422, "too_many", "More than 100,000 match. Narrow the query."));
    }

    /// <summary>Adds the members by plain SQL, because only their number matters.</summary>
    private async Task AddMembers(string tenant, int first, int last)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(
            """
            insert into core.members (tenant_id, member_id, external_id, name, email, support_number, joined_at)
            select @tenant, 'mbr_' || lpad(n::text, 26, '0'), 'own-' || n, 'Person ' || n, 'p' || n || '@example.com', '#U' || lpad(n::text, 9, '0'), now()
              from generate_series(@first, @last) n
            """,
            new
            {
                tenant,
                first,
                last,
            }
        );
        await work.Commit();
    }
}
