using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Retention;

/// <summary>The page of policies reads no whole table, and data of many tenants waits for holds that are placed at the same moment.</summary>
public sealed partial class RetentionTableTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    // Whether a transaction of this database waits for the lock of holds.
    private const string IsWaiting = """
        select exists (select from pg_locks l join pg_database d on d.oid = l.database
                        where l.locktype = 'advisory' and not l.granted and d.datname = current_database())
        """;

    [Fact]
    public async Task The_oldest_row_of_each_table_is_found_by_an_index_or_among_some_rows()
    {
        var tables = console.Services.GetServices<RetentionPolicy>().SelectMany(policy => policy.Rows).ToList();
        await using var work = await console.Database.Read();
        var indexes = (
            await work.List<AgeIndex>(
                """
                select n.nspname || '.' || c.relname as "table", coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
                       array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(attnum, place)
                               join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by k.place) as columns
                  from pg_index i
                  join pg_class c on c.oid = i.indrelid
                  join pg_namespace n on n.oid = c.relnamespace
                  join pg_class x on x.oid = i.indexrelid
                  join pg_am m on m.oid = x.relam and m.amname = 'btree'
                 where n.nspname || '.' || c.relname = any(@tables) and i.indexprs is null
                """,
                new { tables = tables.Select(rows => rows.Table).ToArray() }
            )
        ).ToLookup(index => index.Table, StringComparer.Ordinal);

        var slow =
            from rows in tables
            from condition in rows.AgeIndexes
            let column = ConditionColumn().Match(condition).Groups["column"].Value
            where !indexes[rows.Table].Any(index => Serves(index, rows, column))
            select $"{rows.Table} {condition}";

        slow.ShouldBeEmpty();
        tables
            .Where(rows => rows.AgeIndexes.Count == 0)
            .Select(rows => rows.Table)
            .ShouldBe(
                [
                    "channels.subscriptions",
                    "errors.releases",
                    "errors.versions",
                    "errors.deploys",
                    "probes.part_states",
                    "telemetry.series",
                    "telemetry.replicas",
                    "telemetry.routes",
                    "status_pages.subscribers",
                    "objectives.indicators",
                    "core.portal_sessions",
                    "privacy.contacts",
                    "core.tenants",
                ],
                ignoreOrder: true
            );
        foreach (var policy in console.Services.GetServices<RetentionPolicy>())
            await policy.FindState(work); // each statement is valid
    }

    [Fact]
    public async Task A_hold_that_is_placed_while_a_group_of_errors_or_a_day_of_events_is_deleted_keeps_it()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.Tenant();

        await KeepsDuringHold(
            stage,
            tenant,
            "errors.forget",
            """
            insert into errors.groups (tenant_id, group_id, fingerprint, title, level, first_seen_at, last_seen_at, events)
            values ('tnt_platform', 'grp_held', 'held', 'Old error', 'error', now() - interval '3 years', now() - interval '3 years', 1)
            """,
            "select count(*) from errors.groups where group_id = 'grp_held'"
        );
        await KeepsDuringHold(
            stage,
            tenant,
            "events.upkeep",
            """
            create table core.events_20200101 partition of core.events for values from ('2020-01-01 00:00:00+00') to ('2020-01-02 00:00:00+00');
            alter table core.events_20200101 owner to oc_owner
            """,
            "select count(*) from pg_class where oid = to_regclass('core.events_20200101')"
        );
    }

    /// <summary>Starts to delete old data while a hold is placed, and deletes it after the hold has ended.</summary>
    private async Task KeepsDuringHold(LawHarness stage, string tenant, string job, string make, string counted)
    {
        var handler = console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == job);
        Task<WorkOutcome> running;
        await using (var placing = await console.Database.Write(WriteOrigin.Intake("law"), [tenant]))
        {
            await LegalHolds.Lock(placing);
            await stage.Force(make); // after the lock, so that no job deletes it before
            await placing.Execute(
                """
                insert into core.legal_holds (tenant_id, hold_id, matter, reason, opened_by, opened_at)
                values (@tenant, 'hld_' || @job, 'M-7', 'Court order.', 'run_law', now())
                """,
                new { tenant, job }
            );
            running = handler.Execute(null!, CancellationToken.None); // the handler does not use its item
            await console.Until(IsWaiting);
            await placing.Commit();
        }
        await running;
        var during = await Count(counted);
        await stage.Write("update core.legal_holds set closed_by = 'run_law', closed_at = now() where tenant_id = @tenant", tenant, new { tenant });
        await handler.Execute(null!, CancellationToken.None); // the handler does not use its item

        (during, await Count(counted)).ShouldBe((1, 0), job);
    }

    private async Task<long> Count(string sql)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>(sql);
    }

    /// <summary>The columns before the age have one value each, and the index contains all rows of the condition.</summary>
    private static bool Serves(AgeIndex index, RetainedRows rows, string column) =>
        $"r.{index.Columns.FirstOrDefault(name => name != column && !(rows.BelongToPlatform && name == "tenant_id"))}" == rows.Age
        && (index.Predicate.Length == 0 || column.Length > 0 && index.Predicate.Contains(column, StringComparison.Ordinal));

    [GeneratedRegex(@"^r\.(?<column>\w+) = '", RegexOptions.None, 1000)]
    private static partial Regex ConditionColumn();

    private sealed record AgeIndex(string Table, string Predicate, IReadOnlyList<string> Columns);
}
