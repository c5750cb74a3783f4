using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Turns a flag on in steps: the first immediately, each further one at its time. The run ends with the last.</summary>
public sealed class RampFlag : Operation<RampFlag.Flag, RampFlag.Input>
{
    public sealed record Step(int Percent, int AfterHours);

    public sealed record Input(IReadOnlyList<Step> Steps);

    public sealed record Flag(string FlagId, int Percent, bool IsRamping, long Revision) : ISubject
    {
        public string Id => FlagId;

        public string TenantId => IdGenerator.Platform;
    }

    public override Input Example => new([new(10, 0), new(50, 24), new(100, 48)]);

    // The run waits for time, not for an external system.
    public override OperationDefinition Definition =>
        new("flag.ramp", "Ramp flag", "ramped") { IsExternal = true, RestoredByUndo = "The share it had before; steps to come are dropped." };

    public override Task<IReadOnlyList<Flag>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        work.List<Flag>(
            $"""
            select v.flag_id, v.percent,
                   exists (select 1 from laws.ramps r where r.tenant_id = v.tenant_id and r.flag_id = v.flag_id and r.ended_at is null and r.closed_by is null) as is_ramping,
                   (select count(*) from laws.flag_values o where o.tenant_id = v.tenant_id and o.flag_id = v.flag_id) as revision
              from laws.flag_values v
             where v.tenant_id = 'tnt_platform' and v.flag_id = any(@ids) and v.closed_by is null
             order by v.flag_id
             {work.ForUpdate("v")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(Flag flag, Input input) =>
        flag.IsRamping ? new("already_ramping", $"{flag} is on its way already.")
        : input.Steps is not [{ AfterHours: 0 }, ..] || input.Steps.Zip(input.Steps.Skip(1)).Any(pair => pair.First.AfterHours >= pair.Second.AfterHours)
            ? new("bad_steps", $"The first step is at once, and each further one later than the one before.")
        : null;

    public override Decision Decide(Flag flag, Input input) =>
        new(
            $"{flag} goes from {flag.Percent} to {input.Steps[0].Percent} percent now, and to {input.Steps[^1].Percent} in {input.Steps.Count} steps.",
            new Effect("percent", flag.Percent, input.Steps[0].Percent)
        );

    public override async Task Execute(IReadOnlyList<Flag> accepted, Input input, UnitOfWork work)
    {
        foreach (var flag in accepted)
        {
            await work.Execute(
                "insert into laws.ramps (tenant_id, flag_id, steps, opened_by, opened_at) values ('tnt_platform', @FlagId, @steps, @run, now())",
                new
                {
                    flag.FlagId,
                    steps = input.Steps.Count,
                    run = work.RunId,
                }
            );
            await RampSteps.Set(work, flag.FlagId, input.Steps[0].Percent, work.RunId!);
            for (var step = 1; step < input.Steps.Count; step++)
                await RampSteps.Ask(work, flag.FlagId, input.Steps[step], isLast: step == input.Steps.Count - 1);
        }
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<Flag> subjects, string undoneRun, UnitOfWork work)
    {
        var flags = subjects.Select(flag => flag.FlagId).ToArray();
        var restored = await work.List<RampSteps.PreviousPercent>(
            """
            update laws.ramps r set closed_by = @run
              from laws.flag_values v
             where r.tenant_id = 'tnt_platform' and r.flag_id = any(@flags) and r.opened_by = @undoneRun and r.closed_by is null
               and v.tenant_id = r.tenant_id and v.flag_id = r.flag_id and v.closed_by is null and v.opened_by = @undoneRun
            returning r.flag_id, (select b.percent from laws.flag_values b
                                   where b.tenant_id = r.tenant_id and b.flag_id = r.flag_id and b.opened_by <> @undoneRun
                                   order by b.opened_at desc limit 1) as percent
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                flags,
            }
        );
        await work.Withdraw([.. restored.Select(flag => RampSteps.LaneOf(flag.FlagId))], undoneRun);
        foreach (var flag in restored)
            await RampSteps.Set(work, flag.FlagId, flag.Percent, work.RunId!);
        return [.. restored.Select(flag => flag.FlagId)];
    }
}
