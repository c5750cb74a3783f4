using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Saves a new automation. It is off: nothing is sent until it is turned on.</summary>
public sealed class CreateAutomation(Database database, AutomationCheck check, AutomationGrants grants) : Operation<AutomationFacts, AutomationInput>
{
    public const string Name = "automation.create";

    public override AutomationInput Example =>
        new(
            "Trial ends in 3 days",
            Date: AutomationDate.TrialEnd,
            OffsetDays: -3,
            Conditions: [new(ConditionField.Plan, ConditionOperator.Is, "pro")],
            Steps: [new(StepKind.Email, Subject: "Your trial ends on {{trial.ends_on}}", Body: "Hello {{recipient.name}},\n\nchoose a plan to continue.")]
        );

    public override OperationDefinition Definition =>
        new(Name, "Create automation", "created")
        {
            Subject = "platform",
            Noun = "automation",
            Synonyms = "automated email, drip campaign, sequence, lifecycle email, lifecycle automation",
            RestoredByUndo = "The automation is deleted, unless it was changed or turned on since.",
        };

    public override void Validate(AutomationInput input, CancellationToken stop) => check.Validate(input.Normalize(), stop);

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, AutomationInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var normalized = input.Normalize();
        var subject = new AutomationFacts(IdGenerator.Platform, 1, null) { NewId = work.NewId(Automation.Prefix, IdGenerator.Platform) };
        var isNameTaken = await work.One<bool>(
            "select exists (select from automations.automations v where v.tenant_id = 'tnt_platform' and v.closed_by is null and lower(v.name) = lower(@Name))",
            new { normalized.Name }
        );
        return [await grants.Check((await subject.WithReach(normalized, database, work)) with { IsNameTaken = isNameTaken }, work)];
    }

    public override Task<IReadOnlyList<AutomationFacts>> LoadForUndo(IReadOnlyList<string> ids, AutomationInput input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<AutomationFacts>>([.. ids.Where(id => id == IdGenerator.Platform).Select(id => new AutomationFacts(id, 1, null))]);

    public override Refusal? Refuse(AutomationFacts subject, AutomationInput input) =>
        subject.IsNameTaken ? new("name_taken", $"Another automation has this name. Choose a different one.")
        : !subject.IsPermitted ? AutomationRefusals.NotPermitted
        : subject.IsEndpointMissing ? AutomationRefusals.EndpointRemoved
        : null;

    public override Decision Decide(AutomationFacts subject, AutomationInput input) =>
        new(
            AutomationWarnings.AddTo(
                $"An automation is saved that would have started {subject.Reach!.Starts:time} for {subject.Reach.Tenants:tenant} in the past 30 days. It is off.", // not null: it is read for each change
                subject
            )
        )
        {
            Created = subject.NewId,
        };

    public override Task Execute(IReadOnlyList<AutomationFacts> accepted, AutomationInput input, UnitOfWork work) =>
        AutomationRows.Open(accepted[0].NewId, accepted[0].Input!, work.RunId!, null, work); // not null: read by Load, and inside a run

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await Automation.Versions.CloseOpenedBy(
            ids: null,
            undoneRun,
            work,
            "not exists (select from automations.activations o where o.tenant_id = this.tenant_id and o.automation_id = this.automation_id and o.closed_by is null)"
        );
        return closed.Count > 0 ? [IdGenerator.Platform] : [];
    }
}
