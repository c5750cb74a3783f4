using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Turns an automation on, for events and dates from then on.</summary>
public sealed class EnableAutomation(Database database, AutomationGrants grants) : Operation<AutomationFacts, NoInput>
{
    public const string Name = "automation.enable";

    public override OperationDefinition Definition =>
        new(Name, "Turn on automation", "turned on")
        {
            RestoredByUndo = "It is off again, and sequences that are running stop when their next step is due.",
            NotRestoredByUndo = "Messages that were sent and operations that were run in the meantime.",
        };

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        var loaded = new List<AutomationFacts>();
        foreach (var subject in await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work)) // a few at most
            loaded.Add(
                subject.Automation is null ? subject : await grants.Check(await subject.WithReach(AutomationInput.Of(subject.Automation), database, work), work)
            );
        return loaded;
    }

    public override Refusal? Refuse(AutomationFacts subject, NoInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { Automation.IsOn: true } => new("already_on", $"{subject} is already on."),
            { IsPermitted: false } => AutomationRefusals.NotPermitted,
            { IsEndpointMissing: true } => AutomationRefusals.EndpointRemoved,
            { Automation.SendsEmail: true, IsEmailSetUp: false } => AutomationRefusals.EmailNotSetUp,
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, NoInput input) =>
        new(
            AutomationWarnings.AddTo(
                $"{subject} starts for events, dates and changed attributes from now on. In the past 30 days, it would have started {subject.Reach!.Starts:time} for {subject.Reach.Tenants:tenant}.", // not null: it is read for each automation
                subject
            )
        );

    public override async Task Execute(IReadOnlyList<AutomationFacts> accepted, NoInput input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(subject => subject.Id)];
        await work.Execute(
            """
            insert into automations.activations (tenant_id, automation_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { ids, run = work.RunId }
        );
        await AutomationGrants.SetCeilings(ids, work);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work) =>
        Automation.Activations.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
