using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Dunning;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>Moves the cases of tenants through the days of dunning.</summary>
internal static class DunningClock
{
    /// <summary>A zone in which it is noon now, so that emails never wait for the morning.</summary>
    public static string Noon => ZoneAt(12);

    /// <returns>A zone in which it is this hour now.</returns>
    public static string ZoneAt(int hour)
    {
        var ahead = ((hour - TimeProvider.System.GetUtcNow().Hour + 36) % 24) - 12;
        return ahead == 0 ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(ahead > 0 ? "-" : "+")}{Math.Abs(ahead)}");
    }

    /// <summary>Runs the engine twice at the same time, next to the one in the background.</summary>
    public static async Task Advance(this TestConsole console)
    {
        var engine = console.Services.GetServices<IWorkHandler>().OfType<DunningEngine>().Single();
        var item = new WorkItem("test", 0, null, DunningEngine.Kind, default, 0);
        await Task.WhenAll(engine.Execute(item, CancellationToken.None), engine.Execute(item, CancellationToken.None));
    }

    /// <summary>Moves through several days, so that access is restricted: a restriction waits for a day after another step.</summary>
    public static async Task AdvanceThrough(this TestConsole console, string tenant, params IReadOnlyList<int> days)
    {
        foreach (var day in days)
            await console.AdvanceTo(tenant, day);
    }

    /// <summary>Moves day 0 of the open cases of a tenant to the past with all that was done since, and runs the engine.</summary>
    public static async Task AdvanceTo(this TestConsole console, string tenant, int day)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute(
                """
                update dunning.steps s set done_at = s.done_at + (now() - make_interval(days => @day, mins => 5) - c.started_at)
                  from dunning.cases c
                 where c.tenant_id = @tenant and c.closed_at is null and c.next_step is not null
                   and s.tenant_id = c.tenant_id and s.account_id = c.account_id and s.invoice_id = c.invoice_id
                """,
                new { tenant, day }
            );
            await work.Execute(
                """
                update dunning.cases set announced_at = announced_at + (now() - make_interval(days => @day, mins => 5) - started_at), started_at = now() - make_interval(days => @day, mins => 5), next_at = now()
                 where tenant_id = @tenant and closed_at is null and next_step is not null
                """,
                new { tenant, day }
            );
            await work.Commit();
        }
        await console.Advance();
    }

    /// <returns>Steps with their results, such as "0_email done", in the order of their days.</returns>
    public static async Task<string> Steps(this TestConsole console, string tenant)
    {
        await using var work = await console.Database.Read();
        var steps = await work.List<string>(
            "select step || ' ' || coalesce(code, result) from dunning.steps where tenant_id = @tenant order by split_part(step, '_', 1)::int, invoice_id",
            new { tenant }
        );
        return string.Join(", ", steps);
    }

    /// <returns>Templates of the emails to a tenant, in the order in which they were queued.</returns>
    public static async Task<IReadOnlyList<string>> Emails(this TestConsole console, string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>("select template from core.emails where tenant_id = @tenant order by created_at", new { tenant });
    }

    /// <returns>Events for the application, such as "dunning.step_reached suspend suspended".</returns>
    public static async Task<IReadOnlyList<string>> Events(this TestConsole console, string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            """
            select concat_ws(' ', event, coalesce(data::jsonb->>'action', data::jsonb->>'outcome'), data::jsonb->>'access')
              from core.log where tenant_id = @tenant and event like 'dunning.%' order by id
            """,
            new { tenant }
        );
    }
}
