using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Ten thousand tenants suspended by one approved run, chunk by chunk with every line kept, and taken back as a whole.</summary>
public static class BulkScenarios
{
    private const int Tenants = 10_000;
    private const int Rows = 200; // of them, for what is too slow to do with all

    /// <summary>A bare statement that writes the same rows, which nobody could stop, watch or trust to be halved. Its log is a copy: the real one would be found out to be forged.</summary>
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

    /// <summary>All were suspended once before, and nobody truncates: how a statement is best done depends on what is there.</summary>
    private const string Before = """
        set local app.run = 'run_before';
        insert into access.suspensions (tenant_id, opened_by, cause, opened_at, closed_by, closed_at)
        select tenant_id, 'run_before', 'other', opened_at, 'run_after', now() from core.tenants on conflict do nothing;
        insert into core.run_subjects (tenant_id, run_id, subject_id, place, state, sentence)
        select tenant_id, 'run_before', tenant_id, row_number() over () - 1, 'done', '{"text":"{0} is suspended.","parts":[{"ref":"' || tenant_id || '"}]}'
          from core.tenants on conflict do nothing;
        analyze access.suspensions; analyze core.run_subjects
        """;

    /// <summary>The same for one tenant, as a client would that looks before it writes.</summary>
    private static readonly string[] s_oneByOne =
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
            var desk = await BulkRunner.Open(console);
            return new(() => console.Do(OneStatement), desk.Carry, Callers: 1, Before: desk.Prepare) { Also = desk.RowByRow };
        }
    );

    public static readonly Scenario Back = new(
        "B15",
        "undo",
        "10,000 tenants restored by undoing a run ÷ suspended by it",
        1 / 1.5,
        async (console, _) =>
        {
            var desk = await BulkRunner.Open(console);
            return new(desk.Carry, desk.Undo, Callers: 1, Before: desk.Prepare, BeforeOurs: desk.Carry);
        }
    );

    /// <summary>Somebody who asks and somebody who approves, over tenants that are as they were before each turn.</summary>
    private sealed class BulkRunner(BenchConsole console, Caller asks, Caller approves)
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

        public async Task Carry()
        {
            await console.Get<RunApprovals>().Approve(approves, _run.RunId, _run.Hash!, proof: null, CancellationToken.None);
            await Ended(_run.RunId);
        }

        /// <summary>Against a client that suspends one tenant after the other, each in a transaction of its own: begin, look and lock, change, write down, commit.</summary>
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
            await Carry();
            var times = rowByRow / Stopwatch.GetElapsedTime(began);
            return (times >= 20, $"{times:N0} times as fast as row by row, of 20 ({rowByRow.TotalSeconds:N1} s for 10,000)");
        }

        private static async Task Suspend(string tenant, NpgsqlConnection client)
        {
            await using var transaction = await client.BeginTransactionAsync();
            foreach (var sql in s_oneByOne)
            {
                await using var command = new NpgsqlCommand(sql, client, transaction);
                command.Parameters.AddWithValue("t", tenant);
                await command.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }

        public async Task Undo() => await Ended((await console.Get<Runner>().Undo(asks, _run.RunId, key: null, CancellationToken.None)).RunId);

        private async Task<Run> Ask()
        {
            var preview = await console
                .Get<Previews>()
                .Create(asks, "tenant.suspend", new(Query: new Dictionary<string, string>()), s_billing, CancellationToken.None);
            return await console.Get<Runner>().Start(asks, new(preview.PreviewId, "A measure."), key: null, CancellationToken.None);
        }

        private async Task Ended(string runId)
        {
            while (!await console.One<bool>($"select ended_at is not null from core.runs where run_id = '{runId}'"))
                await Task.Delay(5);
        }
    }
}
