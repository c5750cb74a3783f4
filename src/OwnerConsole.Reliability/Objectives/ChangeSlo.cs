using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Changes the settings of an SLO. Its budget is calculated again with the new ones, also for the past.</summary>
public sealed class ChangeSlo : Operation<SloFacts, SloInput>
{
    public const string Name = "slo.change";

    public override SloInput Example => new(SloKind.ProbeSuccess, "Website availability", "prb_00000000000000000000000000", Target: "99.95");

    public override OperationDefinition Definition =>
        new(Name, "Change SLO", "changed") { Noun = "SLO", RestoredByUndo = "The previous settings, unless they were changed again." };

    public override async Task<IReadOnlyList<SloFacts>> Load(IReadOnlyList<string> ids, SloInput input, UnitOfWork work)
    {
        var normalized = input.Normalize();
        var subjects = await SloFacts.Load(ids, work);
        if (await SloCheck.FindProblem(normalized, work) is { } problem)
            return [.. subjects.Select(subject => subject with { Problem = problem })];
        var speeds = await ObjectiveRule.ListSpeeds(ids, work);
        var interval = speeds.Count > 0 ? await SloCheck.FindInterval(normalized, work) : null;
        return [.. subjects.Select(subject => subject with { Problem = SloCheck.FindRuleProblem(normalized, speeds[subject.Id], interval, work.Now) })];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Slo.List([subjectId], work) is [var slo] ? SloInput.Of(slo).Values : [];

    public override bool FieldsDependOnSubject => true;

    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) =>
        await Slo.List([subjectId], work) is [var slo]
            ?
            [
                .. fields.Where(field => field.Name == "kind").Select(field => field with { IsGiven = true }),
                .. fields.Where(field => slo.Kind.Fields().Contains(field.Name)),
            ]
            : fields;

    public override Refusal? Refuse(SloFacts subject, SloInput input) =>
        SloFacts.FindRemoved(subject)
        ?? subject.Problem
        ?? (IsSame(subject.Slo!, input.Normalize()) ? new("no_change", $"{subject} already has these settings.") : null); // not null: not removed

    public override Decision Decide(SloFacts subject, SloInput input) =>
        new($"The error budget of {subject} is calculated with the new settings, also for the past days of its period.");

    public override async Task Execute(IReadOnlyList<SloFacts> accepted, SloInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await SloRows.Open(subject.Id, input.Normalize(), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SloFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Slo.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await SloRows.Resume(restored, work);
        return restored;
    }

    private static bool IsSame(Slo slo, SloInput input) =>
        SloInput.Of(slo) with { Target = null } == input with { Target = null } && slo.Target == input.TargetValue;
}
