using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>The steps of a ramp that come at their hour, in the name of the run that asked for them.</summary>
public sealed class RampSteps(Database database, Settling settling) : IWorkKind
{
    private const string Kind = "laws.ramp";

    public string Name => Kind;

    public static string LaneOf(string flag) => $"laws:{flag}";

    public static Task Ask(Work work, string flag, RampFlag.Step step, bool isLast) =>
        work.Ask(
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

    public static Task Set(Work work, string flag, int percent, string run)
    {
        work.Later(
            "update laws.flag_values set closed_by = @run where tenant_id = 'tnt_platform' and flag_id = @flag and closed_by is null",
            new { flag, run }
        );
        return work.Do(
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

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        var (flag, percent) = (item.Body.GetProperty("flag").GetString()!, item.Body.GetProperty("percent").GetInt32());
        await using var work = await database.Write(Door.Run(item.RunId!), [IdSource.Platform], stop);
        var isOpen = await work.One<bool>(
            "select exists (select 1 from laws.ramps where flag_id = @flag and opened_by = @run and closed_by is null)",
            new { flag, run = item.RunId }
        );
        if (!isOpen)
            return WorkOutcome.Over;
        await Set(work, flag, percent, item.RunId!);
        if (item.Body.GetProperty("is_last").GetBoolean())
        {
            await work.Do("update laws.ramps set ended_at = now() where flag_id = @flag and opened_by = @run", new { flag, run = item.RunId });
            await settling.Settle(item.RunId!, flag, "system", Sentence.Say($"{new Reference(flag)} is at {percent} percent."), failure: null, work);
        }
        await work.Commit();
        return WorkOutcome.Over;
    }

    public sealed record Before(string FlagId, int Percent);
}
