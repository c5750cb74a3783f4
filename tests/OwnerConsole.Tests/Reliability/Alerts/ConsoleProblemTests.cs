using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The console's own errors and slow queries cause alerts while a rule counts them.</summary>
public sealed class ConsoleProblemTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Errors_and_slow_queries_are_written_to_the_log_only_while_a_rule_counts_them()
    {
        var services = stage.Console.Services;
        var (reporter, counter) = (services.GetRequiredService<ConsoleProblemReporter>(), services.GetRequiredService<ConsoleProblemCounter>());
        counter.CreateLogger("before").LogError("Not counted by a rule.");
        await reporter.Flush(TestContext.Current.CancellationToken);
        var before = await Entries();
        var rule = await stage.AddRule(
            new
            {
                kind = "log_event",
                name = "Console",
                severity = "low",
                codes = new[] { ConsoleProblemReporter.ErrorsCode, ConsoleProblemReporter.SlowQueriesCode },
                min_events = 2,
            }
        );

        counter.CreateLogger("after").LogWarning("Not an error.");
        counter.CreateLogger("after").LogError("Something failed.");
        await using (var slow = await stage.Console.Database.Read())
            await slow.One<bool>("select pg_sleep(2.1) is null");
        await reporter.Flush(TestContext.Current.CancellationToken);
        var after = await Entries();
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1);

        services.GetServices<ILoggerProvider>().ShouldContain(counter);
        before.ShouldBe(0);
        after.ShouldBe(2);
    }

    private async Task<long> Entries()
    {
        await using var work = await stage.Console.Database.Read();
        return await work.One<long>("select count(distinct code) from core.log where code in ('console_errors', 'console_slow_queries')");
    }
}
