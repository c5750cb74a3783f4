using System.Globalization;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the commands of the guides for verifying the log and for observability on an installation.</summary>
[OwnDatabase("The pages are about an installation.")]
public sealed class OperatorGuideTests : IDisposable
{
    private readonly RunbookShell _machine = new();

    [Fact]
    [Trait("When", "nightly")]
    public async Task Every_command_that_verifies_the_log_works_as_written()
    {
        var page = new Runbook("docs/guides/verify-audit-log.md");
        await RunScript("systemctl start owner-console");
        await _machine.Answers(_machine.Port);
        await RunScript("timeout 90 sh -c 'until [ -s $OWNER_CONSOLE_DATA.checkpoints ]; do sleep 0.2; done'");

        var exported = await RunScript(Here(page.Take("log export DIR")));
        var verified = await RunScript(Here(page.Take("--from 100000")).Replace("100000", "1", StringComparison.Ordinal));
        var compared = await RunScript(Here(page.Take(".eml and mbox files")));

        foreach (var said in new[] { exported, verified, compared })
            said.ShouldContain("The log is intact");
        page.Left.ShouldBeEmpty();
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task Every_command_that_exports_telemetry_works_as_written()
    {
        await using var collector = await OtlpReceiver.Start();
        var page = new Runbook("docs/guides/observability.md");
        var port = InstalledConsole.FreePort().ToString(CultureInfo.InvariantCulture);

        var first = await _machine.Begin(
            Variables + page.Take("OTEL_EXPORTER_OTLP_ENDPOINT=").Replace("http://127.0.0.1:4318", collector.Address, StringComparison.Ordinal),
            _machine.Port
        );
        await collector.WaitFor("traces", "owner-console");
        await RunbookShell.Break(first);
        var second = await _machine.Begin(Variables + page.Take("OWNER_CONSOLE_METRICS=").Replace("9464", port, StringComparison.Ordinal), _machine.Port);
        var metrics = await RunScript($"curl -fsS http://127.0.0.1:{port}/metrics");
        await RunbookShell.Break(second);
        var local = $"http://key@127.0.0.1:{port}"; // receives nothing, because there is no error
        var third = await _machine.Begin(
            Variables + page.Take("OWNER_CONSOLE_SENTRY_DSN=").Replace("https://key@sentry.example.com", local, StringComparison.Ordinal),
            _machine.Port
        );
        await RunbookShell.Break(third);

        metrics.ShouldContain("owner_console_work_due");
        page.Take("scrape_configs").ShouldContain("127.0.0.1:9464");
        page.Left.ShouldBeEmpty();
    }

    public void Dispose() => _machine.Dispose();

    private string Variables => $"export OWNER_CONSOLE_DATA={_machine.Data}\n";

    /// <summary>Replaces the placeholders of the page with the console's own checkpoints and a folder next to the data.</summary>
    private string Here(string script) =>
        script
            .Replace("FILE", $"{_machine.Data}.checkpoints", StringComparison.Ordinal)
            .Replace(" DIR", $" {_machine.Beside("export")}", StringComparison.Ordinal);

    private async Task<string> RunScript(string script)
    {
        var (code, said) = await _machine.Type(Variables + script);
        code.ShouldBe(0, said);
        return said;
    }
}
