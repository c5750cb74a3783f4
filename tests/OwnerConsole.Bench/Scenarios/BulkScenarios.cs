using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Ten thousand tenants are suspended by one approved run, in chunks with a result per tenant, and restored by undoing it.</summary>
public static class BulkScenarios
{
    private const int Tenants = 10_000;
    private const int Rows = 200; // for the part that is too slow for all tenants

    /// <summary>
    /// The reference: one statement that writes the same rows, without progress, cancellation or partial results. It writes to a copy of the log, because
    /// the real one would detect the forgery.
    /// </summary>
    private const string OneStatement = """
        set local app.run = 'run_bare';
        with locked as (select tenant_id from core.tenant_status where suspensions = 0 order by tenant_id for no key update),
        t as (select tenant_id, row_number() over () - 1 as place,
                     '{"text":"{0} is suspended ({1}): {2} people lose access.","parts":[{"ref":"' || tenant_id || '"},{"word":"billing"},{"number":0}]}' as says
                from locked),
        status as (update core.tenant_status s set suspensions = suspensions + 1, revision = revision + 1 from t where t.tenant_id = s.tenant_id),
        line as (insert into core.run_subjects (tenant_id, run_id, subject_id, place, state, sentence)
                 select tenant_id, 'run_bare', tenant_id, place, 'done', says from t),
        told as (insert into public.bare_log (at, tenant_id, kind, actor, run_id, operation, subject, outcome, sentence, event_id, event, data, leaf)
                 select now(), tenant_id, 'run', 'system', 'run_bare', 'tenant.suspend', tenant_id, 'done', says,
                        'evt_' || tenant_id, 'tenant.suspended', '{"cause":"billing"}', sha256(tenant_id::bytea)
                   from t)
        insert into access.suspensions (tenant_id, opened_by, cause, opened_at) select tenant_id, 'run_bare', 'billing', clock_timestamp() from t
        """;

    /// <summary>All tenants have an earlier suspension, so that the planner sees realistic tables instead of empty ones.</summary>
    private const string Before = """
        set local app.run = 'run_before';
        insert into access.suspensions (tenant_id, opened_by, cause, opened_at, closed_by, closed_at)
        select tenant_id, 'run_before', 'other', opened_at, 'run_after', now() from core.tenants on conflict do nothing;
        insert into core.run_subjects (tenant_id, run_id, subject_id, place, state, sentence)
        select tenant_id, 'run_before', tenant_id, row_number() over () - 1, 'done', '{"text":"{0} is suspended.","parts":[{"ref":"' || tenant_id || '"}]}'
          from core.tenants on conflict do nothing;
        analyze access.suspensions; analyze core.run_subjects
        """;

    /// <summary>The same for one tenant, as a client that reads before it writes.</summary>
    private static readonly string[] s_rowByRow =
    [
        "select set_config('app.run', 'run_bare', true), suspensions from core.tenant_status where tenant_id = @t for update",
        "update core.tenant_status set suspensions = suspensions + 1, revision = revision + 1 where tenant_id = @t",
        """
            with says as (select '{"text":"{0} is suspended ({1}): {2} people lose access.","parts":[{"ref":"' || @t || '"},{"word":"billing"},{"number":0}]}' as says),
            line as (insert into core.run_subjects (tenant_id, run_id, subject_id, place, state, sentence)
                     select @t, 'run_bare', @t, right(@t, 9)::int, 'done', says from says),
            told as (insert into public.bare_log (at, tenant_id, kind, actor, run_id, operation, subject, outcome, sentence, event_id, event, data, leaf)
                     select now(), @t, 'run', 'system', 'run_bare', 'tenant.suspend', @t, 'done', says,
                            'evt_' || @t, 'tenant.suspended', '{"cause":"billing"}', sha256(@t::bytea)
                       from says)
            insert into access.suspensions (tenant_id, opened_by, cause, opened_at) values (@t, 'run_bare', 'billing', clock_timestamp())
            """,
    ];

    public static readonly Scenario Forward = new(
        "B14",
        "bulk",
        "10,000 tenants suspended by a run ÷ by one plain statement",
        1 / 1.5,
        async (console, _) =>
        {
            var runner = await BulkRunner.Open(console);
            return new(() => console.Do(OneStatement), runner.ApproveAndWait, Callers: 1, Before: runner.Prepare) { Also = runner.RowByRow };
        }
    );

    public static readonly Scenario Back = new(
        "B15",
        "undo",
        "10,000 tenants restored by undoing a run ÷ suspended by it",
        1 / 1.5,
        async (console, _) =>
        {
            var runner = await BulkRunner.Open(console);
            return new(runner.ApproveAndWait, runner.Undo, Callers: 1, Before: runner.Prepare, BeforeOurs: runner.ApproveAndWait);
        }
    );

    /// <summary>A requester and an approver, with tenants reset before each turn.</summary>
    private sealed class BulkRunner(BenchConsole console, Caller requester, Caller approver)
    {
        private static readonly JsonElement s_billing = JsonSerializer.SerializeToElement(new { cause = "billing" });
        private Run _run = null!; // set by Prepare

        public static async Task<BulkRunner> Open(BenchConsole console)
        {
            await console.Fill(Tenants);
            await console.Do("create table if not exists public.bare_log (like core.log including all)");
            await console.Do(Before);
            await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), []);
            var people = new List<Caller>();
            foreach (var name in new[] { "Ann", "Ben" })
                people.Add(
                    new(
                        await console.Get<People>().Add(name, $"{console.Get<IdGenerator>().New("usr")}@example.org", "none", ["*"], work),
                        CallerKind.Person,
                        ["*"]
                    )
                );
            await work.Commit();
            return new(console, people[0], people[1]);
        }

        public async Task Prepare()
        {
            await console.Do(
                """
                set local app.run = 'run_bare';
                delete from access.suspensions where opened_by <> 'run_before';
                delete from core.run_subjects where run_id <> 'run_before';
                update core.tenant_status set suspensions = 0 where suspensions > 0
                """
            );
            foreach (var table in new[] { "core.tenant_status", "core.run_subjects", "access.suspensions" })
                await console.Do($"vacuum {table}");
            _run = await Ask();
        }

        public async Task ApproveAndWait()
        {
            await console.Get<RunApprovals>().Approve(approver, _run.RunId, _run.Hash!, proof: null, CancellationToken.None);
            await WaitForEnd(_run.RunId);
        }

        /// <summary>
        /// Compares with a client that suspends one tenant at a time, each in its own transaction: begin, read and lock, update, log, commit.
        /// </summary>
        public async Task<(bool Holds, string Says)> RowByRow()
        {
            await Prepare();
            var began = Stopwatch.GetTimestamp();
            await using (var client = await console.Bare.OpenConnectionAsync())
                for (var row = 1; row <= Rows; row++)
                    await Suspend($"tnt_{row:D26}", client);
            var rowByRow = Stopwatch.GetElapsedTime(began) * (Tenants / Rows);
            await Prepare();
            began = Stopwatch.GetTimestamp();
            await ApproveAndWait();
            var times = rowByRow / Stopwatch.GetElapsedTime(began);
            return (times >= 20, $"{times:N0} times as fast as row by row, target 20 ({rowByRow.TotalSeconds:N1} s for 10,000)");
        }

        private static async Task Suspend(string tenant, NpgsqlConnection client)
        {
            await using var transaction = await client.BeginTransactionAsync();
            foreach (var sql in s_rowByRow)
            {
                await using var command = new NpgsqlCommand(sql, client, transaction);
                command.Parameters.AddWithValue("t", tenant);
                await command.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }

        public async Task Undo() => await WaitForEnd((await console.Get<Runner>().Undo(requester, _run.RunId, key: null, CancellationToken.None)).RunId);

        private async Task<Run> Ask()
        {
            var preview = await console
                .Get<Previews>()
                .Create(requester, "tenant.suspend", new(Query: new Dictionary<string, string>()), s_billing, CancellationToken.None);
            return await console.Get<Runner>().Start(requester, new(preview.PreviewId, "A measure."), key: null, CancellationToken.None);
        }

        private async Task WaitForEnd(string runId)
        {
            while (!await console.One<bool>($"select ended_at is not null from core.runs where run_id = '{runId}'"))
                await Task.Delay(5);
        }
    }
}
