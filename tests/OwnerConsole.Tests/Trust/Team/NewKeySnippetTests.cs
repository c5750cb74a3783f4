using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The page of a new key shows programs that work as they are. LibraryReadmeTests compiles the calls of the C# one.</summary>
public sealed partial class NewKeySnippetTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Each_program_reports_a_tenant_with_the_new_key()
    {
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/settings/keys");
        await owner.Post("/settings/keys", ("name", "App"), ("mode", "live"), ("preset", "application"), ("days", "90"));
        var programs = Snippet().Matches(owner.Page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        using var shell = new ReaderShell();
        shell.Save("curl", programs[0]);
        shell.Save("report.mjs", programs[1]);
        shell.Save("report.py", programs[2]);

        foreach (var (command, name) in new[] { ("sh -eu curl", "curl"), ("node report.mjs", "node"), ("python3 report.py", "python") })
            (await shell.Type(command)).ShouldContain("\"accepted\":", Case.Sensitive, name);

        programs.Count.ShouldBe(4);
        programs[3].ShouldContain($"Address = new(\"{console.Address.GetLeftPart(UriPartial.Authority)}\")");
        programs[3].ShouldMatch("Key = \"oc_live_[A-Za-z0-9]+_");
        foreach (var page in new[] { "curl", "node", "python", "dotnet" })
            (await owner.Get($"/help/quickstart/{page}")).StatusCode.ShouldBe(HttpStatusCode.OK, page);
    }

    [GeneratedRegex("<pre tabindex=\"0\"[^>]*>(.*?)</pre>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Snippet();
}
