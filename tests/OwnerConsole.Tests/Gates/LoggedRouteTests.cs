using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>A path can contain a secret, so the log names requests by their route.</summary>
public sealed class LoggedRouteTests
{
    private const string Token = "a-token-that-must-stay-secret";

    [Fact]
    public async Task The_log_names_the_route_and_not_the_path_of_failed_refused_and_reported_requests()
    {
        CuttableProxy way = null!; // set before the console starts
        await using var console = await TestConsole.Start(options =>
            options with
            {
                Connections = options.Connections with { App = (way = CuttableProxy.To(options.Connections.App)).Connection },
            }
        );
        using var log = new LogRecorder();
        console.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var owner = await TestBrowser.Owner(console);

        var refused = await owner.PostRaw($"/api/v1/heartbeats/{Token}", TestBrowser.Form(), ("Sec-Fetch-Site", "cross-site"));
        var report = $$$"""{"csp-report": {"blocked-uri": "inline", "document-uri": "{{{console.Address}}}unsubscribe/{{{Token}}}"}}""";
        await console.Client.PostAsync("/csp-reports", new StringContent(report, null, "application/csp-report"));
        way.Cut();
        var failed = await console.Client.PostAsync($"/api/v1/heartbeats/{Token}", content: null);

        (refused.StatusCode, failed.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.ServiceUnavailable));
        log.Entries.ShouldContain(entry => entry.StartsWith("Refused POST /api/v1/heartbeats/{token} from", StringComparison.Ordinal));
        log.Entries.ShouldContain(entry =>
            entry.StartsWith("The content security policy blocked inline by ? on /unsubscribe/{token}", StringComparison.Ordinal)
        );
        log.Entries.ShouldContain(entry => entry.StartsWith("POST /api/v1/heartbeats/{token}: the database did not respond", StringComparison.Ordinal));
        log.Entries.ShouldNotContain(entry => entry.Contains(Token, StringComparison.Ordinal));
    }
}
