using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Turns an automation off. Sequences that are running stop when their next step is due.</summary>
public sealed class DisableAutomation(AutomationGrants grants) : Operation<AutomationFacts, NoInput>
{
    public const string Name = "automation.disable";

    public override OperationDefinition Definition =>
        new(Name, "Turn off automation", "turned off")
        {
            IsHarmful = true,
            RestoredByUndo = "It is on again. Sequences whose next step wasn't due in the meantime continue.",
            NotRestoredByUndo = "Events and dates in the meantime.",
        };

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work);

    public override Refusal? Refuse(AutomationFacts subject, NoInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { Automation.IsOn: false } => new("already_off", $"{subject} is already off."),
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, NoInput input) =>
        new($"{subject} is turned off. Messages that are waiting are not sent, and sequences stop when their next step is due.");

    public override Task Execute(IReadOnlyList<AutomationFacts> accepted, NoInput input, UnitOfWork work) =>
        Automation.Activations.Close([.. accepted.Select(subject => subject.Id)], work);

    /// <remarks>It turns the automation on, so the caller must be able to run the operations that it has now.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work)
    {
        List<Automation> automations = [.. subjects.Select(subject => subject.Automation).OfType<Automation>()];
        foreach (var automation in automations) // usually one
            await grants.Require(automation.Operations, work);
        return await Automation.Activations.Reopen([.. automations.Select(automation => automation.Id)], undoneRun, work);
    }
}
