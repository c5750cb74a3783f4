using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Deletes an automation that is off. Its results are kept.</summary>
public sealed class DeleteAutomation : Operation<AutomationFacts, NoInput>
{
    public const string Name = "automation.delete";

    public override OperationDefinition Definition =>
        new(Name, "Delete automation", "deleted") { Group = ActionGroup.Danger, RestoredByUndo = "The automation is listed again. It is off." };

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work);

    public override Refusal? Refuse(AutomationFacts subject, NoInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { Automation.IsOn: true } => new("still_on", $"{subject} is on. Turn it off first."),
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, NoInput input) => new($"{subject} is deleted.");

    public override Task Execute(IReadOnlyList<AutomationFacts> accepted, NoInput input, UnitOfWork work) =>
        Automation.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work) =>
        Automation.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
