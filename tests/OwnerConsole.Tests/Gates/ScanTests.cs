using System.Diagnostics;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Two scanners attack a running console with the session of its owner: each finding of high severity and each server error is a failure. <c>bin/scan</c> runs them.</summary>
[Trait("When", "nightly")]
public sealed class ScanTests(ScanTests.ScannedConsole console) : IClassFixture<ScanTests.ScannedConsole>
{
    private const int High = 3;

    /// <summary>Modules that only call the console. Others call a server of their vendor.</summary>
    private const string Modules = "cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss";

    /// <summary>The Debian package can't exclude anything, because newer Python versions refuse its pattern.</summary>
    private const string Wapiti = """
        import re
        from wapitiCore.net import crawler
        crawler.wildcard_translate = lambda pattern: re.compile(".*".join(map(re.escape, pattern.split("*"))) + r"\Z", re.S)
        from wapitiCore.main.wapiti import wapiti_main
        wapiti_main()
        """;

    /// <summary>Paths that would end the attack itself.</summary>
    private static readonly string[] s_left = ["/sign-out", "/settings/account/sessions/end", "/platform", "/live"];

    [Fact]
    public async Task Wapiti_finds_nothing_of_high_severity_and_causes_no_error()
    {
        using var place = new TempDirectory();
        var report = Path.Combine(place.Path, "wapiti.json");
        string[] limits = ["--depth", "3", "--max-links-per-page", "80", "--max-files-per-dir", "25", "--max-scan-time", "420", "--max-attack-time", "45"];

        await Run(
            "/usr/bin/python3", // The interpreter of Debian's packages.
            [
                "-c",
                Wapiti,
                "--url",
                console.At("/"),
                .. console.Pages.SelectMany(address => new[] { "--start", console.At(address) }),
                .. s_left.SelectMany(address => new[] { "--exclude", console.At(address) + "*" }),
                .. new[] { $"Cookie: {console.Owner.Cookies}", "Sec-Fetch-Site: same-origin" }.SelectMany(header => new[] { "--header", header }),
                "--module",
                Modules,
                .. limits,
                .. new[] { "--format", "json", "--output", report, "--store-session", place.Path, "--flush-session", "--no-bugreport", "--verbose", "0" },
            ]
        );
        var found = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement;

        await console.ShouldStillBeSignedIn();
        Findings(found.GetProperty("vulnerabilities")).Where(one => one.Level >= High).Select(one => one.Says).ShouldBeEmpty();
        Findings(found.GetProperty("anomalies")).Where(one => one.Kind == "Internal Server Error").Select(one => one.Says).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sqlmap_finds_no_injectable_parameter()
    {
        using var place = new TempDirectory();
        var targets = Path.Combine(place.Path, "targets.txt");
        await File.WriteAllLinesAsync(targets, console.Pages.Where(address => address.Contains('?', StringComparison.Ordinal)).Select(console.At));

        var alarms = await Alarms(targets, place);
        // Times and counts on pages change, which can look like a finding. A real finding is found again.
        if (alarms.Count > 0)
            alarms = [.. alarms.Intersect(await Alarms(targets, place), StringComparer.Ordinal)];

        await console.ShouldStillBeSignedIn();
        alarms.ShouldBeEmpty();
    }

    /// <returns>Findings without their time, and errors.</returns>
    private async Task<IReadOnlyList<string>> Alarms(string targets, TempDirectory place)
    {
        var said = await Run(
            "sqlmap",
            [
                "-m",
                targets,
                $"--cookie={console.Owner.Cookies}",
                "--header=Sec-Fetch-Site: same-origin",
                .. new[] { "--batch", "--dbms=postgresql", "--technique=BEUS", "--level=1", "--risk=1", "--threads=4", "--disable-coloring" },
                .. new[] { "--ignore-code=400,404,422", $"--output-dir={place.Path}", "--flush-session", "--skip-heuristics" },
            ]
        );
        said.ShouldContain("tested parameters"); // The scan has run.
        string[] alarms = ["is vulnerable", "Parameter: ", "500 (Internal Server Error)"];
        return
        [
            .. said.Split('\n')
                .Where(line => alarms.Any(alarm => line.Contains(alarm, StringComparison.Ordinal)))
                .Select(line => line[(line.IndexOf("] ", StringComparison.Ordinal) + 1)..].Trim()),
        ];
    }

    private static IEnumerable<(string Kind, int Level, string Says)> Findings(JsonElement kinds) =>
        kinds
            .EnumerateObject()
            .SelectMany(kind =>
                kind.Value.EnumerateArray()
                    .Select(element =>
                        (
                            kind.Name,
                            int.Parse(element.GetProperty("level").ToString(), System.Globalization.CultureInfo.InvariantCulture),
                            $"{kind.Name}: {element.GetProperty("method")} {element.GetProperty("path")} {element.GetProperty("parameter")}: {element.GetProperty("info")}\n{element.GetProperty("http_request")}"
                        )
                    )
            );

    /// <returns>All output.</returns>
    private static async Task<string> Run(string program, IEnumerable<string> words)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, words)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!; // Null only if an existing process is reused.
        process.StandardInput.Close();
        var complains = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(20));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said + await complains);
        return said;
    }

    /// <summary>A console with data and a session of its owner.</summary>
    public sealed class ScannedConsole : IAsyncLifetime
    {
        private TestConsole _console = null!; // set before any test

        public TestBrowser Owner { get; private set; } = null!; // set before any test

        public IReadOnlyList<string> Pages { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            _console = await TestConsole.Start();
            var app = await TestApplication.Connect(_console);
            var tenant = await app.Tenant("acme", "Acme", members: 3);
            var member = (await app.Get($"/api/v1/tenants/{tenant}/members?limit=1")).GetProperty("data")[0].GetProperty("id").GetString()!;
            Pages = [.. PageCatalogue.Addresses.Select(address => PageCatalogue.At(address, tenant, member))];
            Owner = await TestBrowser.Owner(_console);
        }

        public string At(string address) => new Uri(_console.Address, address).ToString();

        /// <summary>Without a session the scan covered only public pages.</summary>
        public async Task ShouldStillBeSignedIn() => (await Owner.Get("/overview")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        public ValueTask DisposeAsync() => _console.DisposeAsync();
    }
}
