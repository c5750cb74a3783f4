using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Shows all components of a group only to some tenants, also those that are added to the group later, or to everyone again.</summary>
public sealed class LimitStatusGroup(Database database, IEnumerable<PlanNames> plans) : Operation<StatusComponentFacts, LimitStatusGroup.Input>
{
    public const string Name = "status_component.limit_group";

    public sealed record Input(
        [StringLength(StatusComponentInput.MaxName)] [Description("Name of the group, exactly as its components have it, such as Europe.")] string Group,
        [OptionsFrom("plan")] [Description(PlannedLimit.PlanHelp)] string? Plan = null,
        [OptionsFrom("tag")] [StringLength(PlannedLimit.MaxTag)] [Description(PlannedLimit.TagHelp)] string? Tag = null,
        [Description(PlannedLimit.TenantsHelp + " With the three fields blank, everyone sees the group.")] IReadOnlyList<string>? Tenants = null
    );

    public override Input Example => new("Europe", Tag: "enterprise");

    public override OperationDefinition Definition =>
        new(Name, "Limit group to tenants", "limited")
        {
            Subject = "platform",
            DoneSentence = "The limit of the group is changed",
            Group = ActionGroup.Access,
            Synonyms = "private, visibility, hide, audience, status page, components",
            RestoredByUndo = "The previous limit, unless it was changed again.",
            NotRestoredByUndo = "Emails and webhooks that have been sent.",
        };

    public override async Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (input.Group.Length > StatusComponentInput.MaxName || input.Group.Any(char.IsControl))
            return [new(IdGenerator.Platform, 1) { Limit = StatusLimit.None }]; // refused: no group has such a name
        var target = StatusLimit.OfGroup(input.Group.Trim());
        var planned = await PlannedLimit.Read(input.Plan, input.Tag, input.Tenants, plans, database, work);
        await work.List<string>(
            $"select l.opened_by from status_pages.limits l where l.tenant_id = 'tnt_platform' and l.target = @target and l.closed_by is null {work.ForUpdate("l")}",
            new { target }
        );
        var revision = await work.One<long>(
            "select 1 + count(*) + count(closed_by) from status_pages.limits where tenant_id = 'tnt_platform' and target = @target",
            new { target }
        );
        var members = (await StatusComponent.List(work)).Count(component => component.GroupName == input.Group.Trim());
        return
        [
            new(IdGenerator.Platform, revision)
            {
                Count = members,
                Limit = await StatusLimit.Find(target, work),
                Planned = planned,
            },
        ];
    }

    // The limit of a group without components can still be removed.
    public override Refusal? Refuse(StatusComponentFacts subject, Input input) =>
        subject is { Count: 0, Limit.IsNone: true }
            ? new("unknown_group", $"No component is in this group. Enter its name exactly as its components have it.")
            : subject.Planned!.Problem // not null: loaded for each
                ?? (subject.Planned.Limit.IsSame(subject.Limit!) ? new("no_change", $"The group already has this limit.") : null); // not null: loaded for each

    public override Decision Decide(StatusComponentFacts subject, Input input) =>
        subject.Planned!.Limit.IsNone // not null: loaded for each
            ? new($"Everyone sees the group on the status page, except components with their own limit. It has {subject.Count:component}.")
            : new($"The group is no longer public. Only the tenants of the limit see it. It has {subject.Count:component}.");

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, Input input, UnitOfWork work)
    {
        await StatusLimit.Open([StatusLimit.OfGroup(input.Group.Trim())], accepted[0].Planned!.Limit, work); // not null: loaded for each
        work.Notify(StatusSnapshots.Channel);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return (await StatusLimit.Versions.Undo(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
    }
}
