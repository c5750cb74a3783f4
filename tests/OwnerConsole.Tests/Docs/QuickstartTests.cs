using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the quickstarts as a reader does: the code blocks of a page, unchanged, against a console.</summary>
[Slow(25, "Client", "receiver")]
public sealed partial class QuickstartTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int MaxWords = 1_000;

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(Repository.PathOf("docs", "quickstart"), "*.md")
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(name => name != "README"),
        ];

    [Theory]
    [InlineData("node", "js", "quickstart.mjs", "lumen")]
    [InlineData("python", "python", "quickstart.py", "nova")]
    [InlineData("dotnet", "csharp", "quickstart.cs", "orbit")]
    public async Task A_program_reaches_its_limit_and_verifies_a_webhook(string page, string language, string file, string tenant)
    {
        var runbook = new Runbook($"docs/quickstart/{page}.md");
        using var shell = await Prepare(runbook);
        shell.Save(file, runbook.TakeAll(language));

        var said = await shell.Type(runbook.Take(file));

        said.ShouldContain("Export 3 of 3\n402 limit_reached: ");
        said.ShouldContain($"Verified webhook: tenant.suspended of {tenant}\n");
        runbook.Left.ShouldBeEmpty();
        await Verify(tenant, "export.created");
    }

    [Fact]
    public async Task Every_curl_command_works()
    {
        var runbook = new Runbook("docs/quickstart/curl.md");
        using var shell = await Prepare(runbook);
        runbook.Take("npm ci").ShouldContain("samples/receiver"); // bin/test has installed the packages, which other tests use
        Directory.Exists(Repository.PathOf("samples", "receiver", "node_modules")).ShouldBeTrue();

        var said = await shell.Type($"trap 'kill ${{!:-}} 2>/dev/null || true' EXIT\nln -s ../owner-console/samples samples\n{runbook.TakeAll("sh")}");

        Status().Matches(said).Select(match => match.Value).ShouldBe(["200", "200", "200", "402"]);
        said.ShouldContain("\"code\":\"limit_reached\"");
        said.ShouldContain("{\"verified\":true,\"status\":204,");
        await Verify("acme", "report.created");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_quickstart_is_short(string page) =>
        File.ReadAllText(Repository.PathOf("docs", "quickstart", page + ".md"))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Length.ShouldBeLessThan(MaxWords);

    /// <summary>Sets the variables of the page. The console already runs, and its tests have created the key.</summary>
    private async Task<ReaderShell> Prepare(Runbook page)
    {
        page.Take("bin/start").ShouldContain("git clone");
        var port = InstalledConsole.FreePort().ToString(CultureInfo.InvariantCulture);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CONSOLE"] = console.Address.ToString().TrimEnd('/'),
            ["KEY"] = (await TestApplication.Connect(console, scopes: "*")).Key,
            ["RECEIVER_PORT"] = port,
            ["ASPNETCORE_URLS"] = $"http://localhost:{port}",
        };
        return new([.. Variable().Matches(page.Take("export CONSOLE")).Select(match => (match.Value, values[match.Value]))]);
    }

    private async Task Verify(string tenant, string eventType)
    {
        var app = await TestApplication.Connect(console);
        var id = (await app.Get($"/api/v1/tenants/ext:{tenant}")).GetProperty("id").GetString()!;
        (await app.Status(id)).ShouldNotBe("suspended", "the suspension was undone"); // the limit blocks the tenant
        (await app.Get($"/api/v1/tenants/{id}/members")).GetProperty("data").GetArrayLength().ShouldBe(1);
        await console.Until($"select exists (select from core.events where tenant_id = '{id}' and type = '{eventType}')");
    }

    [GeneratedRegex("(?<=^)[0-9]{3}(?=$)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Status();

    [GeneratedRegex("[A-Z_]+(?==)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
