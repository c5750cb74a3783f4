using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Saves a new version of an automation. Sequences that are running keep the version they started with.</summary>
public sealed class ChangeAutomation(Database database, AutomationCheck check, AutomationGrants grants) : Operation<AutomationFacts, AutomationInput>
{
    public const string Name = "automation.change";

    public override AutomationInput Example =>
        new(
            "Trial ends tomorrow",
            Date: AutomationDate.TrialEnd,
            OffsetDays: -1,
            Conditions: [],
            Steps: [new(StepKind.Email, Subject: "Your trial ends on {{trial.ends_on}}", Body: "Hello {{recipient.name}},\n\nchoose a plan to continue.")]
        );

    public override OperationDefinition Definition =>
        new(Name, "Change automation", "changed")
        {
            RestoredByUndo = "The previous version, for sequences that start from then on, unless it was changed again.",
            NotRestoredByUndo = "Sequences that started with the new version. They keep it.",
        };

    public override void Validate(AutomationInput input, CancellationToken stop) => check.Validate(input.Normalize(), stop);

    public override async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, AutomationInput input, UnitOfWork work)
    {
        var normalized = input.Normalize();
        var loaded = new List<AutomationFacts>();
        foreach (var subject in await AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work)) // usually one
            loaded.Add(await grants.Check(await subject.WithReach(normalized, database, work), work));
        return loaded;
    }

    public override Task<IReadOnlyList<AutomationFacts>> LoadForUndo(IReadOnlyList<string> ids, AutomationInput input, UnitOfWork work) =>
        AutomationFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Automation.Find(subjectId, work) is { } automation ? Values(automation) : [];

    public override Refusal? Refuse(AutomationFacts subject, AutomationInput input) =>
        subject switch
        {
            { Automation: null } => AutomationRefusals.Deleted,
            { IsPermitted: false } => AutomationRefusals.NotPermitted,
            { IsEndpointMissing: true } => AutomationRefusals.EndpointRemoved,
            { IsEmailSetUp: false, Automation.IsOn: true } when subject.Input!.Steps!.Any(step => step.Kind is StepKind.Email) =>
                AutomationRefusals.EmailNotSetUp,
            _ when Json.Text(AutomationInput.Of(subject.Automation)) == Json.Text(subject.Input) => new("no_change", $"{subject} is already like this."),
            _ => null,
        };

    public override Decision Decide(AutomationFacts subject, AutomationInput input) =>
        new(
            AutomationWarnings.AddTo(
                $"{subject} gets a new version, which would have started {subject.Reach!.Starts:time} for {subject.Reach.Tenants:tenant} in the past 30 days. Running sequences keep theirs.", // not null: it is read for each change
                subject
            )
        );

    public override async Task Execute(IReadOnlyList<AutomationFacts> accepted, AutomationInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await AutomationRows.Open(subject.Id, subject.Input!, work.RunId!, null, work); // not null: read by Load, and inside a run
        await AutomationGrants.SetCeilings([.. accepted.Select(subject => subject.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AutomationFacts> subjects, string undoneRun, UnitOfWork work)
    {
        // The automation can be on, so that the restored operations would run.
        foreach (var previous in await Automation.ListClosedBy(undoneRun, [.. subjects.Select(subject => subject.Id)], work)) // usually one
            await grants.Require(previous.Operations, work);
        var restored = await Automation.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await AutomationRows.RestoreNames(restored, work);
        await AutomationGrants.SetCeilings(restored, work);
        return restored;
    }

    /// <returns>The values of a form by their names.</returns>
    internal static IReadOnlyList<(string Name, string? Value)> Values(Automation automation) =>
        [
            ("name", automation.Name),
            ("events", string.Join('\n', automation.Events)),
            ("date", automation.Date?.ToText()),
            ("offset_days", automation.OffsetDays.ToString(CultureInfo.InvariantCulture)),
            ("attribute", automation.Attribute),
            ("attribute_from", automation.AttributeFrom),
            ("attribute_to", automation.AttributeTo),
            ("goals", string.Join('\n', automation.Goals)),
            ("topic", automation.Topic),
            ("priority", automation.Priority.ToText()),
            ("audience", automation.Audience.ToText()),
            ("once", automation.Once ? "true" : null),
            ("runs_per_day", automation.RunsPerDay.ToString(CultureInfo.InvariantCulture)),
            ("revenue_per_day", automation.RevenuePerDay?.ToString(CultureInfo.InvariantCulture)),
            .. automation.Conditions.SelectMany(
                (condition, row) =>
                    new (string, string?)[]
                    {
                        ($"conditions.{row}.field", condition.Field.ToText()),
                        ($"conditions.{row}.operator", condition.Operator.ToText()),
                        ($"conditions.{row}.value", condition.Value),
                        ($"conditions.{row}.name", condition.Name),
                    }
            ),
            .. automation.Steps.SelectMany(
                (step, row) =>
                    new (string, string?)[]
                    {
                        ($"steps.{row}.kind", step.Kind.ToText()),
                        ($"steps.{row}.wait", step.Wait?.ToString(CultureInfo.InvariantCulture)),
                        ($"steps.{row}.unit", step.Unit.ToText()),
                        ($"steps.{row}.subject", step.Subject),
                        ($"steps.{row}.body", step.Body),
                        ($"steps.{row}.link", step.Link),
                        ($"steps.{row}.link_label", step.LinkLabel),
                        ($"steps.{row}.operation", step.Operation),
                        ($"steps.{row}.input", step.Input),
                        ($"steps.{row}.approval", step.Approval.ToText()),
                        ($"steps.{row}.endpoint", step.Endpoint),
                    }
            ),
        ];
}
