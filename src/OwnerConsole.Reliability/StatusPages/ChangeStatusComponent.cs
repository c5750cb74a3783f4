using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Changes the name, description, place or probe of a component of the status page. Its status and its history stay.</summary>
public sealed class ChangeStatusComponent : Operation<StatusComponentFacts, StatusComponentInput>
{
    public const string Name = "status_component.change";

    public override StatusComponentInput Example => new("Public API");

    public override OperationDefinition Definition =>
        new(Name, "Change status component", "changed") { RestoredByUndo = "The previous values, unless they were changed again." };

    public override async Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, StatusComponentInput input, UnitOfWork work)
    {
        var isKnown = await StatusComponentFacts.IsKnown(input.CleanProbe, work);
        var loaded = new List<StatusComponentFacts>();
        foreach (var subject in await StatusComponentFacts.Load(ids, work)) // usually one
            loaded.Add(subject with { IsKnownProbe = isKnown, Limit = await FindLeftLimit(subject, input, work) });
        return loaded;
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await StatusComponent.List([subjectId], work) is [var component]
            ?
            [
                ("name", component.Name),
                ("description", component.Description),
                ("group", component.GroupName),
                ("position", component.Position.ToString(CultureInfo.InvariantCulture)),
                ("probe", component.ProbeId),
            ]
            : [];

    public override Refusal? Refuse(StatusComponentFacts subject, StatusComponentInput input) =>
        StatusComponentFacts.FindRemoved(subject)
        ?? input.FindProblem(subject.IsKnownProbe)
        ?? (input.IsSame(subject.Component!) ? new("no_change", $"{subject} already has these values.") : null); // not null: not removed

    public override Decision Decide(StatusComponentFacts subject, StatusComponentInput input) =>
        subject.Limit is { IsNone: false }
            ? new($"{subject} is changed on the status page. The limit of its earlier group no longer applies to it, so more people can see it.")
            : new($"{subject} is changed on the status page.");

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, StatusComponentInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await StatusComponent.Open(subject.Id, input, work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await StatusComponent.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await StatusComponent.RestoreNames(restored, work);
        work.Notify(StatusSnapshots.Channel);
        return restored;
    }

    /// <returns>Limit of the group that the component leaves; null if it stays in its group or has none.</returns>
    private static async Task<StatusLimit?> FindLeftLimit(StatusComponentFacts subject, StatusComponentInput input, UnitOfWork work) =>
        subject.Component?.GroupName is { } group && group != input.CleanGroup ? await StatusLimit.Find(StatusLimit.OfGroup(group), work) : null;
}
