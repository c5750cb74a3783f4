using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Empty jobs executed by the worker, compared with a loop that takes and commits one job at a time.</summary>
public static class LaneScenarios
{
    private const int Items = 8_000,
        LaneCount = 16;

    public static readonly Scenario Drain = new(
        "B19",
        "drain",
        "8,000 jobs in 16 lanes processed by the worker ÷ by a loop that commits them one by one",
        20,
        (console, _) =>
            Task.FromResult(
                new LoadPair(
                    async () =>
                    {
                        for (var item = 0; item < Items; item++)
                            await console.Do(
                                "delete from public.bare_items where id = (select id from public.bare_items order by id limit 1 for update skip locked)"
                            );
                    },
                    async () =>
                    {
                        await using (var work = await console.Database.Write(WriteOrigin.Intake("bench"), []))
                        {
                            await work.Execute("update work.lanes set due = now(), wakes = wakes + 1 where lane like 'bench:%'");
                            work.WakeWorkers();
                            await work.Commit();
                        }
                        while (await console.One<bool>("select exists (select from work.items where lane like 'bench:%')"))
                            await Task.Delay(10);
                    },
                    Callers: 1,
                    Before: () =>
                        console.Do(
                            $"""
                            set app.intake = 'bench';
                            drop table if exists public.bare_items; create table public.bare_items (id bigint primary key);
                            insert into public.bare_items select generate_series(1, {Items});
                            delete from work.items where lane like 'bench:%';
                            insert into work.lanes (lane, due) select 'bench:' || n, 'infinity' from generate_series(1, {LaneCount}) n on conflict do nothing;
                            insert into work.items (lane, kind, body, due)
                            select 'bench:' || n % {LaneCount} + 1, '{IdleWork.Kind}', jsonb_build_object(), now() from generate_series(1, {Items}) n
                            """
                        )
                )
            )
    );

    public sealed class IdleModule : Module
    {
        public override void AddServices(IServiceCollection services) => services.AddSingleton<IWorkHandler, IdleWork>();
    }

    /// <summary>A job that does nothing.</summary>
    public sealed class IdleWork : IWorkHandler
    {
        public const string Kind = "bench.idle";

        public string Name => Kind;

        public Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop) => Task.FromResult(WorkOutcome.Completed);
    }
}
