using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Changes the name or the permissions of a custom role. The change applies immediately to everyone with the role.</summary>
public sealed class ChangeRole(Lazy<OperationCatalogue> catalogue) : Operation<RoleChange, ChangeRole.Input>
{
    public sealed record Input(
        [Description("New name. Leave blank to keep the current name.")] string? Name = null,
        [OptionsFrom(PermissionSource.Permissions)]
        [Description("All permissions of the role. Select none to keep the current ones.")]
            IReadOnlyList<string>? Permissions = null
    );

    public override Input Example => new("Late shift", ["tenant.read", "operation.read"]);

    public override OperationDefinition Definition =>
        new("role.change", "Change role", "changed")
        {
            RequiresStepUp = true,
            RestoredByUndo = "The previous name and permissions, unless the role was changed again.",
        };

    public override async Task<IReadOnlyList<RoleChange>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var wanted = new List<RoleChange>();
        foreach (var role in await RoleFacts.Load(ids, input.Permissions ?? [], catalogue.Value, work)) // a few at most
        {
            var after = RoleDefinition.Of(input.Name ?? role.Name, input.Permissions is { Count: > 0 } some ? some : role.Grants);
            wanted.Add(new(role, after, await RoleFacts.IsTaken(after.Name, role.Key, work)));
        }
        return wanted;
    }

    public override Refusal? Refuse(RoleChange role, Input input) =>
        role.Now.IsBuiltIn ? new("built_in", $"{role} is a built-in role and can't be changed. Create a custom role instead.")
        : role.Now.Trouble is { } trouble ? trouble
        : role.After.Trouble is { } wrong ? wrong
        : role.IsNameTaken ? RoleFacts.NameTaken
        : role.IsSame ? new("no_change", $"{role} already has this name and these permissions.")
        : null;

    public override Decision Decide(RoleChange role, Input input) =>
        new(
            $"The permissions of {role} change immediately. People with this role, including pending invitations: {role.Now.Holders}.",
            new Effect("may_as_well", null, role.After.Permissions.Except(role.Now.Grants, StringComparer.Ordinal)),
            new Effect("may_no_more", role.Now.Grants.Except(role.After.Permissions, StringComparer.Ordinal), null)
        );

    public override async Task Execute(IReadOnlyList<RoleChange> accepted, Input input, UnitOfWork work)
    {
        foreach (var role in accepted)
            await TeamRoles.Change(role.Now.Key, role.After.Name, role.After.Permissions, work);
        await RoleFacts.Follow([.. accepted.Select(role => role.Id)], work);
    }

    /// <remarks>An undo follows the same rules as the change. Otherwise callers could restore permissions that were removed from their own role.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleChange> subjects, string undoneRun, UnitOfWork work)
    {
        var before = await TeamRoles.ListPrevious(undoneRun, work);
        var back = await TeamRoles.UndoChange(
            [
                .. subjects
                    .Where(role =>
                        role.Now.Trouble is null && before.Any(had => had.Id == role.Id && catalogue.Value.CanGrant(work.Caller!, had.Grants, role.Now.Hides))
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
