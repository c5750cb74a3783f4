using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>A run starts its next subjects while the results of the previous ones are written; they take effect only after those.</summary>
public sealed class RunsAheadTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    [Fact]
    public async Task Stopping_a_run_discards_subjects_started_ahead_without_waiting()
    {
        var crowd = await TenantCrowd.Gather(console, "ahead", 200);
        await using var gate = await TransactionGate.Before(crowd, crowd.Tenants[50]);
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("ahead")));
        await gate.SomebodyWaits();

        await crowd.Verdicts.Stop(crowd.Ben, run.RunId, null, CancellationToken.None);
        await gate.Open();
        var ended = await crowd.Ended(run);

        (ended.State, ended.Done).ShouldBe((RunState.Stopped, 40));
        (await crowd.Suspended("ahead")).ShouldBe(40);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'done'")).ShouldBe(40);
    }

    [Fact]
    public async Task A_conflict_while_writing_results_repeats_the_chunk_and_subjects_started_ahead()
    {
        var crowd = await TenantCrowd.Gather(console, "clash", 100);
        await crowd.Force(
            $"""
            create sequence public.settlings;
            create function public.settling() returns trigger language plpgsql as $$
            begin
              if nextval('public.settlings') < 3 then raise serialization_failure; end if;
              return new;
            end $$;
            grant usage on sequence public.settlings to public;
            create trigger settling before insert on core.run_subjects for each row when (new.tenant_id = '{crowd.Tenants[
                35
            ]}') execute function public.settling()
            """
        );

        var run = await crowd.Ended(await crowd.Approve(await crowd.Start(await crowd.Preview("clash"))));
        await crowd.Force("drop trigger settling on core.run_subjects");

        (run.State, run.Done).ShouldBe((RunState.Done, 100));
        (await crowd.Suspended("clash")).ShouldBe(100);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'done'")).ShouldBe(100);
    }

    [Fact]
    public async Task Subjects_started_ahead_are_discarded_even_when_one_waits_for_another()
    {
        var crowd = await TenantCrowd.Gather(console, "queue", 100);
        await crowd.Force(
            $"""
            create table public.shared as select 0 as n;
            grant select on public.shared to public;
            create function public.touch() returns trigger language plpgsql security definer as $$
            begin
              update public.shared set n = n + 1;
              return new;
            end $$;
            create trigger touch before insert on access.suspensions for each row when (new.tenant_id in ('{crowd.Tenants[15]}', '{crowd.Tenants[25]}'))
              execute function public.touch();
            create sequence public.clashes;
            create function public.clash() returns trigger language plpgsql security definer as $$
            begin
              if nextval('public.clashes') = 1 then
                for look in 1..1000 loop
                  exit when exists (select from pg_locks where locktype = 'transactionid' and not granted);
                  perform pg_sleep(0.01);
                end loop;
                raise serialization_failure;
              end if;
              return new;
            end $$;
            create trigger clash before insert on core.run_subjects for each row when (new.tenant_id = '{crowd.Tenants[5]}') execute function public.clash()
            """
        );

        var run = await crowd.Ended(await crowd.Approve(await crowd.Start(await crowd.Preview("queue")))).WaitAsync(TimeSpan.FromSeconds(20)); // before the statement timeout
        await crowd.Force("drop trigger touch on access.suspensions; drop trigger clash on core.run_subjects");

        (run.State, run.Done).ShouldBe((RunState.Done, 100));
        (await crowd.Suspended("queue")).ShouldBe(100);
        (await crowd.One<int>("select n from public.shared")).ShouldBe(2);
    }

    [Fact]
    public async Task An_undo_with_conflicts_reverts_each_subject_once()
    {
        var crowd = await TenantCrowd.Gather(console, "backwards", 100);
        var run = await crowd.Carry(await crowd.Preview("backwards"));
        await crowd.Force(
            $"""
            create sequence public.lines;
            create function public.line() returns trigger language plpgsql as $$
            begin
              if nextval('public.lines') < 3 then raise deadlock_detected; end if;
              return new;
            end $$;
            grant usage on sequence public.lines to public;
            create trigger line before insert on core.run_subjects for each row when (new.tenant_id = '{crowd.Tenants[35]}') execute function public.line()
            """
        );

        var undo = await crowd.Ended(await crowd.Runner.Undo(crowd.Ann, run.RunId, key: null, CancellationToken.None));
        await crowd.Force("drop trigger line on core.run_subjects");

        (undo.State, undo.Done).ShouldBe((RunState.Done, 100));
        (await crowd.Suspended("backwards")).ShouldBe(0);
        (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).State.ShouldBe(RunState.Undone);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{undo.RunId}' and outcome = 'done'")).ShouldBe(100);
    }
}
