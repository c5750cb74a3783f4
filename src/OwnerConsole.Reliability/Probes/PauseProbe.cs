using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stops the checks of a probe until it is resumed.</summary>
public sealed class PauseProbe : Operation<ProbeFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("probe.pause", "Pause probe", "paused")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            RestoredByUndo = "The probe is checked again.",
        };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override Refusal? Refuse(ProbeFacts subject, NoInput input) =>
        ProbeFacts.FindRemoved(subject) ?? (subject.Probe is { IsPaused: true } ? new("already_paused", $"{subject} is already paused.") : null);

    public override Decision Decide(ProbeFacts subject, NoInput input) => new($"{subject} is not checked until it is resumed.");

    public override async Task Execute(IReadOnlyList<ProbeFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await work.Execute(
            """
            insert into probes.pauses (tenant_id, probe_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { run = work.RunId, ids }
        );
        await ProbeRows.Stop(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var resumed = await Probe.Pauses.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await ProbeRows.Forget(resumed, work);
        await ProbeRows.Start([.. subjects.Where(subject => subject.Probe is not null && resumed.Contains(subject.Id)).Select(subject => subject.Id)], work);
        return resumed;
    }
}
