using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the commands of the runbook for lost access.</summary>
[OwnDatabase("The page reads the private cluster.")]
[Slow(15, "Team")]
public sealed partial class LostAccessTests : IDisposable
{
    private readonly RunbookShell _machine = new();

    [Fact]
    public async Task Every_command_works_and_restores_access_without_any_credentials()
    {
        var page = new Runbook("docs/guides/lost-access.md");
        await RunScript("systemctl start owner-console");
        await _machine.Answers(_machine.Port);
        using var http = TestConsole.NewClient(_machine.Address, useCookies: false);
        var before = new TestBrowser(http);
        await before.SetUp(Link(await RunScript(page.Take("auth link"))));

        var owners = await RunScript(page.Take("select email").Replace("/var/lib/owner-console/data", _machine.Data, StringComparison.Ordinal));
        var link = Link(await RunScript(page.Take("auth reset")));
        var after = new TestBrowser(http);
        await after.SetUp(link);
        var tunnel = page.Take("ssh -L");

        owners.ShouldContain($"{TestBrowser.Email} | Ann Owner | owner");
        (await before.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await after.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        tunnel.ShouldContain(":localhost:");
        page.Left.ShouldBeEmpty();
    }

    public void Dispose() => _machine.Dispose();

    private static string Link(string said) => Path().Match(said).Value;

    private async Task<string> RunScript(string script)
    {
        var (code, said) = await _machine.Type($"export OWNER_CONSOLE_DATA={_machine.Data}\n{script}");
        code.ShouldBe(0, said);
        return said;
    }

    [GeneratedRegex(@"/welcome\?token=[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Path();
}
