using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Executes the scheduled steps of a ramp on behalf of the run that requested them.</summary>
public sealed class RampSteps(Database database, RunCompletion settling) : IWorkHandler
{
    private const string Kind = "laws.ramp";

    public string Name => Kind;

    public static string LaneOf(string flag) => $"laws:{flag}";

    public static Task Ask(UnitOfWork work, string flag, RampFlag.Step step, bool isLast) =>
        work.Enqueue(
            LaneOf(flag),
            Kind,
            new
            {
                flag,
                step.Percent,
                isLast,
            },
            work.Now.AddHours(step.AfterHours)
        );

    public static Task Set(UnitOfWork work, string flag, int percent, string run)
    {
        work.Defer(
            "update laws.flag_values set closed_by = @run where tenant_id = 'tnt_platform' and flag_id = @flag and closed_by is null",
            new { flag, run }
        );
        return work.Execute(
            """
            insert into laws.flag_values (tenant_id, flag_id, percent, opened_by, opened_at) values ('tnt_platform', @flag, @percent, @run, clock_timestamp())
            """,
            new
            {
                flag,
                percent,
                run,
            }
        );
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var (flag, percent) = (item.Body.GetProperty("flag").GetString()!, item.Body.GetProperty("percent").GetInt32());
        await using var work = await database.Write(WriteOrigin.Run(item.RunId!), [IdGenerator.Platform], stop);
        var isOpen = await work.One<bool>(
            "select exists (select 1 from laws.ramps where flag_id = @flag and opened_by = @run and closed_by is null)",
            new { flag, run = item.RunId }
        );
        if (!isOpen)
            return WorkOutcome.Completed;
        await Set(work, flag, percent, item.RunId!);
        if (item.Body.GetProperty("is_last").GetBoolean())
        {
            await work.Execute("update laws.ramps set ended_at = now() where flag_id = @flag and opened_by = @run", new { flag, run = item.RunId });
            await settling.Settle(item.RunId!, flag, "system", Sentence.Say($"{new EntityReference(flag)} is at {percent} percent."), failure: null, work);
        }
        await work.Commit();
        return WorkOutcome.Completed;
    }

    public sealed record PreviousPercent(string FlagId, int Percent);
}
