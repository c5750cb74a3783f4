using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Log;

public sealed class LogQueryTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly LogFilter s_all = new();

    [Fact]
    public async Task Each_filter_returns_only_matching_lines()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("facets-acme", "Facets Acme");
        var other = await app.Tenant("facets-other");
        var run = await app.Run("tenant.suspend", acme);
        await app.Undo(run);
        await app.Run("tenant.suspend", other);
        await LogForgery.Placed(console);
        var mine = s_all with { TenantId = acme };

        (await Kinds(mine)).ShouldBe(["undo", "run", "intake"]);
        (await Kinds(mine with { Kind = LogKind.Run })).ShouldBe(["run"]);
        (await Kinds(mine with { Kind = LogKind.Intake })).ShouldBe(["intake"]);
        (await Kinds(mine with { Operation = "tenant.suspend" })).ShouldBe(["undo", "run"]);
        (await Kinds(mine with { Subject = acme })).ShouldContain("run");
        (await Kinds(mine with { Outcome = LogOutcome.Failed })).ShouldBeEmpty();
        (await Kinds(mine with { Outcome = LogOutcome.Done })).Count.ShouldBe(3);
        var all = await Lines(s_all with { Operation = "tenant.suspend" });
        all.Select(line => line.TenantId).ShouldContain(other);
        all.ShouldAllBe(line => line.Operation == "tenant.suspend");
    }

    [Fact]
    public async Task Lines_are_filtered_by_one_or_several_actors()
    {
        var (one, another) = (await TestApplication.Connect(console), await TestApplication.Connect(console));
        var acme = await one.Tenant("actors-acme");
        await another.Run("tenant.suspend", acme);
        await LogForgery.Placed(console);
        var lines = await Lines(s_all with { TenantId = acme });
        var (first, second) = (lines[^1].Actor, lines[0].Actor);

        first.ShouldNotBe(second);
        (await Lines(s_all with { Actors = [second] })).ShouldAllBe(line => line.Actor == second);
        (await Lines(s_all with { Actors = [first, second] })).Select(line => line.Actor).Distinct().ShouldBe([first, second], ignoreOrder: true);
        (await Lines(s_all with { Actors = [first, second], Kind = LogKind.Run })).ShouldAllBe(line => line.Actor == second && line.Kind == "run");
    }

    [Fact]
    public async Task Text_search_matches_current_names_operations_and_IDs()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("named-1", "Quartz & Söhne 100%");
        await app.Put($"/api/v1/tenants/{acme}/members/ext:m1", new { name = "Zelda Quux", email = "zelda@quux.example" });
        var run = (await app.Run("tenant.suspend", acme)).GetProperty("id").GetString()!;
        await app.Put("/api/v1/tenants/ext:named-1", new { name = "Basalt 100%" });
        await LogForgery.Placed(console);

        (await Found("basalt")).ShouldAllBe(line => line.TenantId == acme);
        (await Found("basalt")).Count.ShouldBe((await Lines(s_all with { TenantId = acme })).Count);
        (await Found("quartz")).ShouldBeEmpty();
        (await Found("0%")).ShouldAllBe(line => line.TenantId == acme);
        (await Found(run)).ShouldAllBe(line => line.RunId == run);
        (await Found(run)).ShouldNotBeEmpty();
        (await Found("suspend ten")).ShouldAllBe(line => line.Operation == "tenant.suspend");
        (await Found("no such name")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_range_includes_its_start_and_excludes_its_end()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("time-acme");
        await app.Run("tenant.suspend", acme);
        await LogForgery.Placed(console);
        var lines = await Lines(s_all with { TenantId = acme });
        var (last, first) = (lines[0].At, lines[^1].At);

        (await Lines(s_all with { TenantId = acme, From = last })).Select(line => line.At).Distinct().ShouldBe([last]);
        (await Lines(s_all with { TenantId = acme, To = last })).ShouldAllBe(line => line.At < last);
        (await Lines(s_all with { TenantId = acme, From = first, To = first })).ShouldBeEmpty();
        (await Lines(s_all with { To = first.AddYears(-1) })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_contain_every_line_once_while_new_lines_are_written()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("paged-acme");
        for (var number = 0; number < 6; number++)
            await app.Undo(await app.Run("tenant.suspend", acme));
        await LogForgery.Placed(console);
        var before = (await Lines(s_all with { TenantId = acme })).Select(line => line.Id).ToList();

        var read = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Page(s_all with { TenantId = acme }, cursor, 3);
            read.AddRange(page.Data.Select(line => line.Id));
            cursor = page.NextCursor;
            await app.Undo(await app.Run("tenant.suspend", acme));
        } while (cursor is not null);

        read.ShouldBe(before);
    }

    [Fact]
    public async Task A_paused_view_stays_unchanged_and_newer_lines_are_counted()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("held-acme");
        await LogForgery.Placed(console);
        var held = (await Lines(s_all with { TenantId = acme }))[0].Pos;
        await app.Undo(await app.Run("tenant.suspend", acme));
        await LogForgery.Placed(console);

        (await Lines(s_all with { TenantId = acme, Until = held })).Count.ShouldBe(1);
        (await After(s_all with { TenantId = acme }, held, 10)).ShouldBe(2);
        (await After(s_all with { TenantId = acme, Kind = LogKind.Undo }, held, 10)).ShouldBe(1);
        (await After(s_all with { TenantId = acme }, held, 1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_lists_its_changes_and_its_undo_the_reverse()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("changed-acme");
        await app.Undo(await app.Run("tenant.suspend", acme, new { cause = "compliance" }));
        await LogForgery.Placed(console);

        var lines = await Lines(s_all with { TenantId = acme });

        var (undo, run, intake) = (lines[0], lines[1], lines[2]);
        run.Changes.Select(Text).ShouldBe(["suspended_for:  > compliance"]);
        undo.Changes.Select(Text).ShouldBe(["suspended_for: compliance > "]);
        intake.Changes.ShouldBeEmpty();
        (run.CanUndo, undo.CanUndo).ShouldBe((false, false));
    }

    [Fact]
    public async Task A_key_sees_only_lines_of_its_mode_and_tenant()
    {
        var app = await TestApplication.Connect(console);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var (acme, other) = (await app.Tenant("bound-acme", "Boundless"), await app.Tenant("bound-other", "Boundless"));
        var played = await demo.Tenant("bound-demo", "Boundless");
        await app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "bound",
                name = "Bound",
                price = new { amount = 100, currency = "EUR" },
            }
        );
        await LogForgery.Placed(console);

        (await Tenants(s_all with { Mode = Mode.Test })).ShouldBe([played]);
        (await Tenants(s_all with { Mode = Mode.Live })).ShouldNotContain(played);
        (await Tenants(s_all with { Mode = Mode.Live })).ShouldContain(IdGenerator.Platform);
        (await Tenants(s_all with { OnlyTenant = acme })).ShouldBe([acme]);
        (await Tenants(s_all with { OnlyTenant = acme, TenantId = other })).ShouldBeEmpty();
        (await Found("boundless", s_all with { OnlyTenant = acme })).ShouldAllBe(line => line.TenantId == acme);
        (await Found("boundless", s_all with { Mode = Mode.Test })).ShouldAllBe(line => line.TenantId == played);
    }

    [Fact]
    public async Task An_invalid_cursor_is_refused()
    {
        foreach (var cursor in new[] { "x", Cursor.Of("1"), Cursor.Of("yesterday", "1"), Cursor.Of("2026-01-01", "-1") })
            (await Should.ThrowAsync<OwnerConsole.Data.Problem>(() => Page(s_all, cursor, 1))).Status.ShouldBe(400);
    }

    private static string Text(FieldChange change) => string.Create(CultureInfo.InvariantCulture, $"{change.Field}: {change.Before} > {change.After}");

    private async Task<List<string>> Kinds(LogFilter filter) => [.. (await Lines(filter)).Select(line => line.Kind)];

    private async Task<List<string>> Tenants(LogFilter filter) => [.. (await Lines(filter)).Select(line => line.TenantId).Distinct()];

    private async Task<IReadOnlyList<LogEntry>> Lines(LogFilter filter) => (await Page(filter, null, 500)).Data;

    private async Task<IReadOnlyList<LogEntry>> Found(string text, LogFilter? within = null)
    {
        await using var work = await console.Database.Read();
        var mentions = await TextMentions.Find(text, within ?? s_all, console.Services.GetRequiredService<OperationCatalogue>(), work);
        return (await new LogQuery().Find((within ?? s_all) with { Mentions = mentions }, null, 500, work)).Data;
    }

    private async Task<Page<LogEntry>> Page(LogFilter filter, string? cursor, int limit)
    {
        await using var work = await console.Database.Read();
        return await new LogQuery().Find(filter, cursor, limit, work);
    }

    private async Task<long> After(LogFilter filter, long pos, int most)
    {
        await using var work = await console.Database.Read();
        return await new LogQuery().CountAfter(filter, pos, most, work);
    }
}
