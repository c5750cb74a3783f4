using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the steps of deploy.md on a machine. Proxies and containers have their own tests.</summary>
[OwnDatabase("The machine that the page is tried on has one.")]
[Slow(50, "EmbeddedPostgres")]
public sealed partial class DeployTests : IAsyncLifetime
{
    private const string Unit = "/etc/systemd/system/owner-console.service";

    private const string Https =
        "answers https://console.example:8443/readyz\ncurl -fsSi --cacert /etc/ssl/console/fullchain.pem https://console.example:8443/sign-in";

    private readonly Runbook _page = new("docs/guides/deploy.md");
    private readonly TempDirectory _place = new();
    private IsolatedMachine _machine = null!; // up before each test

    public async ValueTask InitializeAsync() => _machine = await IsolatedMachine.Start();

    public async ValueTask DisposeAsync()
    {
        await _machine.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Every_step_from_an_empty_machine_to_HTTPS_works_as_written()
    {
        await _machine.TypeSuccessfully(_page.Take("useradd"));
        await _machine.TypeSuccessfully(Packed());
        await _machine.TypeSuccessfully(_page.Take("tar -xzf").Replace("tar -xzf ", $"tar -xzf {_place.Path}/", StringComparison.Ordinal));
        var start = _page.Take("systemctl enable").Split('\n');
        await _machine.TypeSuccessfully(start[0]);
        await _machine.TypeSuccessfully("answers http://localhost:8080/readyz");
        var journal = await _machine.TypeSuccessfully(start[1]);
        var welcome = await _machine.TypeSuccessfully($"curl -fsS 'http://localhost:8080{Link().Match(journal).Value}'");
        var health = await _machine.Type(_page.Take("owner-console doctor"));
        var sheet = await _machine.TypeSuccessfully("export OWNER_CONSOLE_DATA=/var/lib/owner-console/data\n" + _page.Inline("owner-console backup sheet"));
        // The log starts with the first backup, which the console creates automatically.
        var beside = await _machine.TypeSuccessfully("cd /var/lib/owner-console\ntimeout 60 sh -c 'until [ -e data.checkpoints ]; do sleep 0.1; done'\nls");

        using var certificate = new Certificate(name: "console.example");
        await _machine.TypeSuccessfully(
            $"install -d -o owner-console -m 700 /etc/ssl/console\ninstall -o owner-console -m 600 {certificate.File} /etc/ssl/console/fullchain.pem\n"
                + $"install -o owner-console -m 600 {certificate.Key} /etc/ssl/console/privkey.pem"
        );
        var tls = _page
            .Inline("Environment=OWNER_CONSOLE_BIND")
            .Replace("TLS=…", "TLS=/etc/ssl/console/fullchain.pem", StringComparison.Ordinal)
            .Replace("KEY=…", "KEY=/etc/ssl/console/privkey.pem", StringComparison.Ordinal);
        await _machine.TypeSuccessfully($"sed -i '/^ExecStart/i {tls}' {Unit}\nsystemctl daemon-reload\nsystemctl restart owner-console");
        var https = await _machine.TypeSuccessfully(Https);
        await _machine.TypeSuccessfully("systemctl stop owner-console");
        // The same without a unit, with the variable of the data directory.
        var served = _page
            .Take("serve --tls")
            .Replace(" owner-console ", " OWNER_CONSOLE_DATA=/var/lib/owner-console/data owner-console ", StringComparison.Ordinal);
        var typed = await _machine.TypeSuccessfully($"{{ {served.TrimEnd()} & }} >/var/log/owner-console.journal 2>&1\n{Https}");

        welcome.ShouldContain("name=\"token\"");
        foreach (var name in new[] { "data.master-key", "data.backup-key", "data.checkpoints" })
            beside.ShouldContain(name);
        health.Code.ShouldBe(0, health.Said);
        health.Said.ShouldContain("A console is running with this data.");
        sheet.ShouldContain("Backup key        ");
        sheet.ShouldContain("Master key        ");
        https.ToLowerInvariant().ShouldContain("strict-transport-security: max-age=31536000");
        typed.ToLowerInvariant().ShouldContain("strict-transport-security: max-age=31536000");
        _page.Left.Count.ShouldBe(2, "ProxyTests runs the blocks for Caddy and nginx");
    }

    [Fact]
    public void The_table_lists_exactly_the_variables_that_the_program_reads()
    {
        var told = _page.Table("Variable").SelectMany(row => Name().Matches(row[0])).Select(match => match.Value.Trim('`')).ToList();
        // "OWNER_CONSOLE_MASTER_KEY, or …_FILE" stands for the name with this suffix.
        var files = _page
            .Table("Variable")
            .Where(row => row[0].Contains("`…_FILE`", StringComparison.Ordinal))
            .Select(row => Name().Match(row[0]).Value + "_FILE");
        var sources = Directory.GetFiles(Path.Combine(Architecture.Product.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var read = sources.SelectMany(text => Quoted().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var asked = sources.SelectMany(text => VariableName().Matches(text)).Select(match => match.Groups[1].Value).Distinct();

        told.Concat(files)
            .Order(StringComparer.Ordinal)
            .ShouldBe(read.Concat(["OWNER_CONSOLE_BACKUP_KEY_FILE", "OWNER_CONSOLE_MASTER_KEY_FILE"]).Order(StringComparer.Ordinal));
        // Without a name: TelemetryOptions reads all OTEL_ variables, which OpenTelemetry defines.
        asked.Order(StringComparer.Ordinal).ShouldBe(["", "\"OWNER_CONSOLE_PG_BIN\"", "name"], ignoreOrder: false, "other code must use Installation.Given");
    }

    /// <summary>A package of the build of the tests, because bin/pack builds for some minutes. PackageTests runs it.</summary>
    private string Packed() =>
        $"""
            dotnet publish src/OwnerConsole -o {_place.Path}/owner-console -c Debug --no-build -p:Analyze={InstalledConsole.Built.Contains(
                "/analyzed/",
                StringComparison.Ordinal
            )} -v q --nologo
            tar -czf {_place.Path}/owner-console-0-linux-x64.tar.gz -C {_place.Path} owner-console
            """;

    [GeneratedRegex(@"/welcome\?token=\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("\\b(OWNER_CONSOLE_[A-Z_]+|PORT|AWS_[A-Z_]+)\\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>Excludes variables that are set for another program (<c>["NAME"] = value</c>).</summary>
    [GeneratedRegex("\"(OWNER_CONSOLE_[A-Z_]+|PORT|AWS_[A-Z_]+)\"(?!\\] =)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    /// <summary>Excludes code samples in texts, whose quotation marks are escaped.</summary>
    [GeneratedRegex(@"GetEnvironmentVariables?\(([^)\\]*)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
