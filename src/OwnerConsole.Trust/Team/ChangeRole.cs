using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Changes what a role of the team's own is called and may; whoever has it may so from the next click on.</summary>
public sealed class ChangeRole(Lazy<Catalogue> catalogue) : Operation<RoleAsWanted, ChangeRole.Input>
{
    public sealed record Input(
        [Description("What the team calls it; what is left empty stays as it is.")] string? Name = null,
        [ChosenAmong(PermissionSource.Permissions)]
        [Description("All that whoever has it may do; none chosen leaves them as they are.")]
            IReadOnlyList<string>? Permissions = null
    );

    public override Input Example => new("Late shift", ["tenant.read", "operation.read"]);

    public override Declaration Is =>
        new("role.change", "Change role", "changed") { StepUp = true, ComesBack = "Its name and what it may, unless it was changed again." };

    public override async Task<IReadOnlyList<RoleAsWanted>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var wanted = new List<RoleAsWanted>();
        foreach (var role in await RoleFacts.Load(ids, input.Permissions ?? [], catalogue.Value, work)) // a handful at most
        {
            var after = RoleTerms.Of(input.Name ?? role.Name, input.Permissions is { Count: > 0 } some ? some : role.Grants);
            wanted.Add(new(role, after, await RoleFacts.IsTaken(after.Name, role.Key, work)));
        }
        return wanted;
    }

    public override Refusal? Refuse(RoleAsWanted role, Input input) =>
        role.Now.IsBuiltIn ? new("built_in", $"{role} comes with the product. Make a role of your own instead.")
        : role.Now.Trouble is { } trouble ? trouble
        : role.After.Trouble is { } wrong ? wrong
        : role.IsNameTaken ? RoleFacts.NameTaken
        : role.IsSame ? new("no_change", $"{role} is like this already.")
        : null;

    public override Decision Decide(RoleAsWanted role, Input input) =>
        new(
            $"Who has {role} may what is chosen, from their next click on. They are {role.Now.Holders}, the invited among them.",
            new Effect("may_as_well", null, role.After.Permissions.Except(role.Now.Grants, StringComparer.Ordinal)),
            new Effect("may_no_more", role.Now.Grants.Except(role.After.Permissions, StringComparer.Ordinal), null)
        );

    public override async Task Execute(IReadOnlyList<RoleAsWanted> accepted, Input input, Work work)
    {
        foreach (var role in accepted)
            await TeamRoles.Change(role.Now.Key, role.After.Name, role.After.Permissions, work);
        await RoleFacts.Follow([.. accepted.Select(role => role.Id)], work);
    }

    /// <remarks>The rules of doing it hold for undoing it: else one could take back what was taken from one's own role.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleAsWanted> subjects, string undoneRun, Work work)
    {
        var before = await TeamRoles.Before(undoneRun, work);
        var back = await TeamRoles.ChangeBack(
            [
                .. subjects
                    .Where(role =>
                        role.Now.Trouble is null && before.Any(had => had.Id == role.Id && catalogue.Value.MayGive(work.Caller!, had.Grants, role.Now.Hides))
                    )
                    .Select(role => role.Id),
            ],
            undoneRun,
            work
        );
        await RoleFacts.Follow(back, work);
        return back;
    }
}
