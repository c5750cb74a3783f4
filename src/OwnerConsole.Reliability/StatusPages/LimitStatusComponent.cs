using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Shows components only to some tenants, on their own status pages, or to everyone again.</summary>
public sealed class LimitStatusComponent(Database database, IEnumerable<PlanNames> plans) : Operation<StatusComponentFacts, LimitStatusComponent.Input>
{
    public const string Name = "status_component.limit";

    public sealed record Input(
        [OptionsFrom("plan")] [Description(PlannedLimit.PlanHelp)] string? Plan = null,
        [OptionsFrom("tag")] [StringLength(PlannedLimit.MaxTag)] [Description(PlannedLimit.TagHelp)] string? Tag = null,
        [Description(PlannedLimit.TenantsHelp + " With all fields blank, everyone sees it.")] IReadOnlyList<string>? Tenants = null
    );

    public override Input Example => new(Tag: "enterprise");

    public override OperationDefinition Definition =>
        new(Name, "Limit component to tenants", "limited")
        {
            Group = ActionGroup.Access,
            Noun = "status component",
            Synonyms = "private, visibility, hide, audience, status page",
            RestoredByUndo = "The previous limit, unless it was changed again.",
            NotRestoredByUndo = "Emails and webhooks that have been sent.",
        };

    public override async Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var planned = await PlannedLimit.Read(input.Plan, input.Tag, input.Tenants, plans, database, work);
        var subjects = await StatusComponentFacts.Load(ids, work);
        var limits = await StatusLimit.List(ids, work);
        return [.. subjects.Select(subject => subject with { Limit = limits.GetValueOrDefault(subject.Id, StatusLimit.None), Planned = planned })];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work)
    {
        var limit = await StatusLimit.Find(subjectId, work);
        return [("plan", limit.Plan), ("tag", limit.Tag), ("tenants", string.Join('\n', limit.Tenants))];
    }

    public override Refusal? Refuse(StatusComponentFacts subject, Input input) =>
        StatusComponentFacts.FindRemoved(subject)
        ?? subject.Planned!.Problem // not null: loaded for each
        ?? (subject.Planned.Limit.IsSame(subject.Limit!) ? new("no_change", $"{subject} already has this limit.") : null); // not null: loaded for each

    public override Decision Decide(StatusComponentFacts subject, Input input) =>
        subject.Planned!.Limit.IsNone // not null: loaded for each
            ? new($"Everyone sees {subject} on the status page.")
            : new($"{subject} is no longer public. Only the tenants of the limit see it.");

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, Input input, UnitOfWork work)
    {
        await StatusLimit.Open([.. accepted.Select(subject => subject.Id)], accepted[0].Planned!.Limit, work); // not null: loaded for each
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return StatusLimit.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
    }
}
