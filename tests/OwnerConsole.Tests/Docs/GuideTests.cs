using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the shell commands of concepts, guides and reference pages as they are written, against a console.</summary>
public sealed class GuideTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>Pages whose commands other tests run, because they need a machine, a database of their own, or too many examples.</summary>
    private static readonly string[] s_others =
    [
        "docs/guides/backup-and-recovery.md",
        "docs/guides/database.md",
        "docs/guides/deploy.md",
        "docs/guides/disk-full.md",
        "docs/guides/keys.md",
        "docs/guides/lost-access.md",
        "docs/guides/observability.md",
        "docs/guides/verify-audit-log.md",
        "docs/reference/operations.md",
    ];

    public static TheoryData<string> Pages => [.. WithCommands().Except(s_others)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_a_page_works_as_written(string page)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("acme", "Acme");
        var endpoint = await app.Run("webhook_endpoint.create", "tnt_platform", new { url = "http://127.0.0.1:9/hook" }); // nothing answers there
        using var shell = new ReaderShell(("CONSOLE", console.Address.ToString().TrimEnd('/')), ("KEY", app.Key), ("ENDPOINT", endpoint.Created()));

        await shell.Type(new Runbook(page).TakeAll("sh"));
    }

    [Fact]
    public void Pages_that_other_tests_run_have_commands() => s_others.Except(WithCommands()).ShouldBeEmpty();

    private static IEnumerable<string> WithCommands() =>
        new[] { "concepts", "guides", "reference" }
            .SelectMany(kind => Directory.GetFiles(Repository.PathOf("docs", kind), "*.md"))
            .Where(path => File.ReadAllText(path).Contains("```sh\n", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path));
}
