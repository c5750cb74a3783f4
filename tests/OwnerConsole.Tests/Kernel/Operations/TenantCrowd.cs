using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Many tenants, and two team members who act on them.</summary>
internal sealed class TenantCrowd(IServiceProvider services, Connections connections)
{
    public static readonly JsonElement Billing = JsonSerializer.SerializeToElement(new { cause = "billing" });

    private static int s_people;

    /// <summary>The requester.</summary>
    public Caller Ann { get; private set; } = null!; // set by Gather

    /// <summary>The approver.</summary>
    public Caller Ben { get; private set; } = null!; // set by Gather

    public IReadOnlyList<string> Tenants { get; private set; } = [];

    public Previews Previews => services.GetRequiredService<Previews>();

    public Runner Runner => services.GetRequiredService<Runner>();

    public Runs Runs => services.GetRequiredService<Runs>();

    public RunApprovals Verdicts => services.GetRequiredService<RunApprovals>();

    public Database Database => services.GetRequiredService<Database>();

    public static Task<TenantCrowd> Gather(TestConsole console, string called, int tenants) =>
        Gather(console.Services, console.Options.Connections, called, tenants);

    public static async Task<TenantCrowd> Gather(IServiceProvider services, Connections connections, string called, int tenants)
    {
        var crowd = new TenantCrowd(services, connections);
        (crowd.Ann, crowd.Ben) = (await crowd.Person("*"), await crowd.Person("*"));
        var reports = services.GetRequiredService<TenantReports>();
        var made = new List<string>();
        foreach (var some in Enumerable.Range(0, tenants).Chunk(TenantReports.MaxItems))
        {
            var items = some.Select(number => new TenantReports.Item($"ext:{called}-{number:D5}", Json.Element(new { name = $"{called} {number:D5}" })));
            made.AddRange((await reports.Apply(Caller.System, [.. items], CancellationToken.None)).Select(reported => reported.Id));
        }
        crowd.Tenants = made;
        return crowd;
    }

    public async Task<Caller> Person(params string[] grants)
    {
        await using var work = await Database.Write(WriteOrigin.Intake("test"), []);
        var id = await services
            .GetRequiredService<People>()
            .Add("Somebody", $"person-{Interlocked.Increment(ref s_people)}@example.org", "no password", grants, work);
        await work.Commit();
        return new(id, CallerKind.Person, grants);
    }

    /// <summary>Previews an operation on all tenants whose name starts with this text.</summary>
    public Task<Preview> Preview(string called, string operation = "tenant.suspend") =>
        Previews.Create(
            Ann,
            operation,
            new(Query: new Dictionary<string, string> { ["q"] = called }),
            operation == "tenant.suspend" ? Billing : Json.Element(new { }),
            CancellationToken.None
        );

    public Task<Run> Start(Preview preview, bool allOrNothing = false, Proof? proof = null) =>
        Runner.Start(Ann, new(preview.PreviewId, "The bill is not paid.", allOrNothing, proof, preview.Confirmation), key: null, CancellationToken.None);

    /// <summary>Requests a run, approves it, and waits for its end.</summary>
    public async Task<Run> Carry(Preview preview, bool allOrNothing = false) => await Ended(await Approve(await Start(preview, allOrNothing)));

    public Task<Run> Approve(Run run, Proof? proof = null) => Verdicts.Approve(Ben, run.RunId, run.Hash!, proof, CancellationToken.None);

    public Task<Run> Ended(Run run) => Until(run.RunId, now => !now.IsRunning);

    public async Task<Run> Until(string runId, Func<Run, bool> holds)
    {
        // Longer than the lease of a lane, which stays locked if the test's only connection was busy when it should be released.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(150));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var run = await Runs.Find(Ann, runId, patience.Token);
        while (!holds(run))
        {
            await beat.WaitForNextTickAsync(patience.Token);
            run = await Runs.Find(Ann, runId, patience.Token);
        }
        return run;
    }

    /// <summary>Moves the time that a run waits for, instead of waiting.</summary>
    public Task Due(Run run) =>
        Force(
            $"""
            update core.runs
               set starts_at = case when starts_at is not null then now() end, scheduled_for = case when scheduled_for is not null then now() end
             where run_id = '{run.RunId}';
            update work.items set due = now() where lane = 'run:{run.RunId}';
            update work.lanes set due = now() where lane = 'run:{run.RunId}';
            """
        );

    public async Task<long> Suspended(string called) =>
        await One<long>(
            $"select count(*) from core.tenants t join core.tenant_status s using (tenant_id) where t.name like '{called} %' and s.suspensions > 0"
        );

    public async Task<T> One<T>(string sql)
    {
        await using var reading = await Database.Read();
        return (await reading.One<T>(sql))!;
    }

    /// <summary>Executes SQL as a superuser, to create failures.</summary>
    public Task Force(string sql) => TestCluster.Current.Force(connections, sql);

    /// <summary>Makes the database refuse to suspend this tenant.</summary>
    public Task Poison(string tenant, string raise = "raise exception 'poison'") =>
        Force(
            $"""
            create or replace function public.poison() returns trigger language plpgsql as $$ begin {raise}; return new; end $$;
            create trigger poison_{tenant[
                ^6..
            ]} before insert or update on access.suspensions for each row when (new.tenant_id = '{tenant}') execute function public.poison();
            """
        );
}
