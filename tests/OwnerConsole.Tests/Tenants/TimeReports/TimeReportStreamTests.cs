using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.TimeReports;

namespace OwnerConsole.Tests.Tenants.TimeReports;

/// <summary>A time report of any length is streamed while it is generated.</summary>
public sealed class TimeReportStreamTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Sessions = 40_000;

    [Fact]
    public async Task A_long_report_is_read_page_by_page_and_ends_with_its_total()
    {
        var tenant = await Seeded();
        var asked = new SessionRows.Criteria(tenant, null, new(new(2026, 1, 1), new(2026, 12, 31), Zone.Find("UTC")!));
        var parts = new List<string>();

        await foreach (var part in console.Services.GetRequiredService<TimeReport>().Parts(asked, TestContext.Current.CancellationToken))
        {
            parts.Add(part);
            // A session is added after the first page is sent. Reading ahead would miss it.
            if (parts.Count == 2)
                await Execute(
                    tenant,
                    "insert into core.sessions (tenant_id, session_id, member_id, started_at, ended_at) values (@tenant, 'late', 'mbr_late', '2026-12-31T23:00Z', '2026-12-31T23:00:05Z')"
                );
        }

        var lines = parts.SelectMany(Lines).ToList();
        Lines(parts[0]).Length.ShouldBe(1); // The header is sent before any row is read.
        parts.Max(part => Lines(part).Length).ShouldBeLessThanOrEqualTo(TimeReport.Page);
        lines.Count(line => line.StartsWith("session,", StringComparison.Ordinal)).ShouldBe(Sessions + 1);
        lines.Count(line => line.StartsWith("total,", StringComparison.Ordinal)).ShouldBe(38);
        lines[^1].ShouldBe($"all,,,,,,,{Sessions + 1},{Sessions * 60L + 5},666:40:05");
    }

    [Fact]
    public async Task A_report_over_HTTP_is_complete_sorted_and_without_duplicates()
    {
        var tenant = await Seeded();
        var app = await TestApplication.Connect(console);

        using var answer = await app.Http.GetAsync(
            new Uri($"/api/v1/tenants/{tenant}/time-report?from=2026-01-01&to=2026-12-31", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        var lines = Lines(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var starts = lines.Where(line => line.StartsWith("session,", StringComparison.Ordinal)).Select(line => line.Split(',')[4]).ToList();
        answer.Headers.TransferEncodingChunked.ShouldBe(true);
        starts.Count.ShouldBe(Sessions);
        starts.ShouldBe(starts.Order(StringComparer.Ordinal));
        starts.Distinct().Count().ShouldBe(Sessions / 2); // Two sessions start at each instant, and none is lost between pages.
        lines[^1].ShouldStartWith($"all,,,,,,,{Sessions},");
    }

    /// <summary>Stores two sessions at each of many instants, of 37 members.</summary>
    private async Task<string> Seeded()
    {
        var tenant = "tnt_" + Guid.CreateVersion7().ToString("N");
        await Execute(
            tenant,
            "insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at) values (@tenant, 'live', @tenant, 'Long', '2025-01-01', now())"
        );
        await Execute(
            tenant,
            """
            insert into core.sessions (tenant_id, session_id, member_id, started_at, ended_at)
            select @tenant, 's' || n, 'mbr_' || n % 37, s.at, s.at + interval '60 seconds'
              from generate_series(0, @Sessions - 1) n cross join lateral (select '2026-02-01'::timestamptz + n / 2 * interval '11 minutes' as at) s
            """
        );
        return tenant;
    }

    private async Task Execute(string tenant, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant, Sessions });
        await work.Commit();
    }

    private static string[] Lines(string text) => text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
