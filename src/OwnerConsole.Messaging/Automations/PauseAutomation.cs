using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Pauses an automation that is on. Nothing starts, and sequences wait before their next step.</summary>
public sealed class PauseAutomation : Operation<AutomationFacts, NoInput>
{
    public const string Name = "automation.pause";

    public override OperationDefinition Definition =>
        new(Name, "Pause automation", "paused")
        {
            RestoredByUndo = "It continues, and steps that became due in the meantime are executed.",
            NotRestoredByUndo = "Events in the meantime, which don't start it.",
        };

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work);

    public override Refusal? Refuse(AutomationFacts subject, NoInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { Automation.IsOn: false } => new("already_off", $"{subject} is off, so there is nothing to pause."),
            { Automation.PausedSince: not null } => new("already_paused", $"{subject} is already paused."),
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, NoInput input) =>
        new(
            $"{subject} is paused. Events don't start it, and sequences wait before their next step until it is resumed. Open requests for approval stay open, and their operations run if they are approved."
        );

    public override Task Execute(IReadOnlyList<AutomationFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into automations.pauses (tenant_id, automation_id, activation, opened_by, opened_at)
            select o.tenant_id, o.automation_id, o.opened_by, @run, clock_timestamp()
              from automations.activations o
             where o.tenant_id = 'tnt_platform' and o.automation_id = any(@ids) and o.closed_by is null
            """,
            new { ids = accepted.Select(subject => subject.Id).ToArray(), run = work.RunId }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work) =>
        Automation.Pauses.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
