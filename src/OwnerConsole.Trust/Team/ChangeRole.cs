using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Changes the name or the permissions of a custom role. The change applies immediately to everyone with the role.</summary>
public sealed class ChangeRole(Lazy<Catalogue> catalogue) : Operation<RoleAsWanted, ChangeRole.Input>
{
    public sealed record Input(
        [Description("New name. Leave blank to keep the current name.")] string? Name = null,
        [ChosenAmong(PermissionSource.Permissions)]
        [Description("All permissions of the role. Select none to keep the current ones.")]
            IReadOnlyList<string>? Permissions = null
    );

    public override Input Example => new("Late shift", ["tenant.read", "operation.read"]);

    public override Declaration Is =>
        new("role.change", "Change role", "changed") { StepUp = true, ComesBack = "The previous name and permissions, unless the role was changed again." };

    public override async Task<IReadOnlyList<RoleAsWanted>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var wanted = new List<RoleAsWanted>();
        foreach (var role in await RoleFacts.Load(ids, input.Permissions ?? [], catalogue.Value, work)) // a few at most
        {
            var after = RoleTerms.Of(input.Name ?? role.Name, input.Permissions is { Count: > 0 } some ? some : role.Grants);
            wanted.Add(new(role, after, await RoleFacts.IsTaken(after.Name, role.Key, work)));
        }
        return wanted;
    }

    public override Refusal? Refuse(RoleAsWanted role, Input input) =>
        role.Now.IsBuiltIn ? new("built_in", $"{role} is a built-in role and can't be changed. Create a custom role instead.")
        : role.Now.Trouble is { } trouble ? trouble
        : role.After.Trouble is { } wrong ? wrong
        : role.IsNameTaken ? RoleFacts.NameTaken
        : role.IsSame ? new("no_change", $"{role} already has this name and these permissions.")
        : null;

    public override Decision Decide(RoleAsWanted role, Input input) =>
        new(
            $"The permissions of {role} change immediately. People with this role, including pending invitations: {role.Now.Holders}.",
            new Effect("may_as_well", null, role.After.Permissions.Except(role.Now.Grants, StringComparer.Ordinal)),
            new Effect("may_no_more", role.Now.Grants.Except(role.After.Permissions, StringComparer.Ordinal), null)
        );

    public override async Task Execute(IReadOnlyList<RoleAsWanted> accepted, Input input, Work work)
    {
        foreach (var role in accepted)
            await TeamRoles.Change(role.Now.Key, role.After.Name, role.After.Permissions, work);
        await RoleFacts.Follow([.. accepted.Select(role => role.Id)], work);
    }

    /// <remarks>An undo follows the same rules as the change. Otherwise callers could restore permissions that were removed from their own role.</remarks>
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
