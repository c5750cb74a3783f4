using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Backups;

/// <summary>The list of backups is paged, because daily backups soon fill more than one page.</summary>
public sealed partial class BackupListTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Years_of_backups_are_paged_and_exported_completely()
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                """
                insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state)
                select 'tnt_platform', 'bak_' || lpad(n::text, 3, '0'), 'schedule', now() - n * interval '1 day', 'verified' from generate_series(1, 120) n
                """
            );
            await work.Commit();
        }
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Owner(console);

        var seen = new List<string>();
        for (var address = "/ops/backups"; address is not null; )
        {
            await owner.Get(address);
            seen.AddRange(Id().Matches(owner.Page).Select(match => match.Value));
            address = Next().Match(owner.Page) is { Success: true } next ? next.Groups[1].Value : null;
        }
        var first = await app.Get("/api/v1/backups?limit=100");
        var rest = await app.Get($"/api/v1/backups?limit=100&cursor={first.GetProperty("next_cursor").GetString()}");
        var file = await (await owner.Get("/ops/backups/export")).Content.ReadAsStringAsync();

        seen.ShouldBe(Enumerable.Range(1, 120).Select(number => $"bak_{number:D3}"));
        (rest.GetProperty("backups").GetArrayLength(), rest.GetProperty("next_cursor").GetString()).ShouldBe((20, null));
        file.TrimEnd().Split("\r\n").Length.ShouldBe(121);
    }

    [GeneratedRegex(@"bak_\d+(?=</code>)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex("id=\"pager-next\" href=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Next();
}
