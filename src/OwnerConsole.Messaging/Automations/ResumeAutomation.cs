using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Continues a paused automation. Steps that became due in the meantime are executed.</summary>
public sealed class ResumeAutomation : Operation<AutomationFacts, NoInput>
{
    public const string Name = "automation.resume";

    public override OperationDefinition Definition =>
        new(Name, "Resume automation", "resumed")
        {
            RestoredByUndo = "It is paused again.",
            NotRestoredByUndo = "Messages that were sent and operations that were run in the meantime.",
        };

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work);

    public override Refusal? Refuse(AutomationFacts subject, NoInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { Automation.PausedSince: null } => new("not_paused", $"{subject} isn't paused."),
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, NoInput input) =>
        new($"{subject} continues. Steps that became due in the meantime are executed within a minute.");

    public override Task Execute(IReadOnlyList<AutomationFacts> accepted, NoInput input, UnitOfWork work) =>
        Automation.Pauses.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work) =>
        Automation.Pauses.Reopen([.. subjects.Where(subject => subject.Automation is not null).Select(subject => subject.Id)], undoneRun, work);
}
