using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Adds a component to the status page.</summary>
public sealed class AddStatusComponent : Operation<StatusComponentFacts, StatusComponentInput>
{
    public const string Name = "status_component.add";

    public override StatusComponentInput Example => new("API", "Requests of your applications");

    public override OperationDefinition Definition =>
        new(Name, "Add status component", "added")
        {
            Subject = "platform",
            Noun = "status component",
            Synonyms = "status page, service, system",
            RestoredByUndo = "The component is removed from the status page, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, StatusComponentInput input, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform)
            ?
            [
                new(IdGenerator.Platform, 1)
                {
                    NewId = work.NewId(StatusComponent.Prefix, IdGenerator.Platform),
                    Count = (await StatusComponent.List(work)).Count,
                    IsKnownProbe = await StatusComponentFacts.IsKnown(input.CleanProbe, work),
                },
            ]
            : [];

    public override Refusal? Refuse(StatusComponentFacts subject, StatusComponentInput input) =>
        subject.Count >= StatusComponent.MaxComponents
            ? new("too_many_components", $"There can be at most {StatusComponent.MaxComponents} components. Remove one first.")
            : input.FindProblem(subject.IsKnownProbe);

    public override Decision Decide(StatusComponentFacts subject, StatusComponentInput input) =>
        new($"A component is added to the status page.") { Created = subject.NewId };

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, StatusComponentInput input, UnitOfWork work)
    {
        await StatusComponent.Open(accepted[0].NewId, input, work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return (await StatusComponent.Versions.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
    }
}
