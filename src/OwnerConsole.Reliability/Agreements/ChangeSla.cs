using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Changes the settings of an SLA. Periods that are not closed are measured again with the new ones.</summary>
public sealed class ChangeSla(SlaScope scope) : Operation<SlaFacts, SlaInput>
{
    public const string Name = "sla.change";

    public override SlaInput Example => new(SlaKind.Availability, "Enterprise availability", Target: "99.95", BusinessDays: []);

    public override OperationDefinition Definition =>
        new(Name, "Change SLA", "changed") { Noun = "SLA", RestoredByUndo = "The previous settings, unless they were changed again." };

    public override async Task<IReadOnlyList<SlaFacts>> Load(IReadOnlyList<string> ids, SlaInput input, UnitOfWork work)
    {
        var normalized = input.Normalize();
        var planned = await scope.Plan(normalized, work);
        var problem = await SlaCheck.FindProblem(normalized, work) ?? planned.Problem;
        return [.. (await SlaFacts.Load(ids, work)).Select(subject => subject with { Tenants = planned.Count, Targets = planned.Targets, Problem = problem })];
    }

    /// <summary>The plan or the tag of the input can have been removed since.</summary>
    public override Task<IReadOnlyList<SlaFacts>> LoadForUndo(IReadOnlyList<string> ids, SlaInput input, UnitOfWork work) => SlaFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Sla.List([subjectId], work) is [var sla] ? SlaInput.ValuesOf(sla) : [];

    public override bool FieldsDependOnSubject => true;

    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) =>
        await Sla.List([subjectId], work) is [var sla]
            ?
            [
                .. fields.Where(field => field.Name is "kind").Select(field => field with { IsGiven = true }),
                .. fields
                    .Where(field => sla.Kind.Fields().Contains(field.Name))
                    .Select(field => field.Name is "period" ? field with { IsGiven = true } : field),
            ]
            : fields;

    public override Refusal? Refuse(SlaFacts subject, SlaInput input) =>
        SlaFacts.FindRemoved(subject)
        ?? (
            subject.Sla!.Kind != input.Kind || subject.Sla.Period != input.Period // not null: not removed
                ? new Refusal("fixed_setting", $"The kind and the period of {subject} can't be changed. Add another SLA.")
                : null
        )
        ?? subject.Problem
        ?? SlaCheck.FindUnusedHours(input, subject.Sla.BusinessHours)
        ?? (IsSame(subject.Sla, input.Normalize(), subject.Targets!) ? new("no_change", $"{subject} already has these settings.") : null); // not null: loaded for each

    public override Decision Decide(SlaFacts subject, SlaInput input) =>
        new(
            SlaHourSentences.Append(
                $"{subject} applies to {subject.Tenants:tenant} now. Periods that are not closed are measured again with the new settings.",
                input
            )
        );

    public override async Task Execute(IReadOnlyList<SlaFacts> accepted, SlaInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await SlaRows.Open(subject.Id, input.Normalize(), subject.Targets!, work); // not null: loaded for each
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SlaFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Sla.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await SlaRows.Resume(restored, work);
        return restored;
    }

    private static bool IsSame(Sla sla, SlaInput input, TenantTargets targets) =>
        (sla.Name, sla.SloId, sla.MinSeverity, sla.Priority, sla.WithinMinutes, sla.MinEvents)
            == (input.Name, input.SloId, input.MinSeverity, input.Priority, input.WithinMinutes, input.MinEvents)
        && BusinessHours.AreSame(sla.BusinessHours, input.BusinessHours)
        && sla.Target == input.TargetValue
        && sla.MaxCredit == input.MaxCreditValue
        && sla.Credits == CreditSteps.Write(input.Steps ?? [])
        && sla.Targets.IsSame(targets);
}
