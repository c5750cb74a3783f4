using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Assigns another role to a team member. It applies immediately.</summary>
public sealed class SetTeamMemberRole(Lazy<OperationCatalogue> catalogue) : Operation<PersonRoleChange, SetTeamMemberRole.Input>
{
    public sealed record Input([OptionsFrom(RoleSource.Roles)] [Description("New role. You can only assign roles within your own permissions.")] string Role);

    public override Input Example => new("analyst");

    public override OperationDefinition Definition =>
        new("team_member.set_role", "Change role", "updated")
        {
            Group = ActionGroup.Access,
            Noun = "role",
            RequiresStepUp = true,
            RestoredByUndo = "The person's previous role.",
        };

    public override async Task<IReadOnlyList<PersonRoleChange>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var role = await TeamRole.Find(input.Role, work);
        return
        [
            .. (await PersonFacts.Load(ids, catalogue.Value, work)).Select(person => new PersonRoleChange(
                person,
                role,
                role is not null && catalogue.Value.CanGrant(person.Giver, role.Grants, role.Hides)
            )),
        ];
    }

    public override Refusal? Refuse(PersonRoleChange subject, Input input) =>
        subject switch
        {
            { Person.IsRemoved: true } => new("was_removed", $"{subject} is no longer on the team."),
            { New: null } => new("no_such_role", $"No role has this key. GET /api/v1/roles lists all roles."),
            { Person: var person, New: var role } when person.Role == role.Key => new("already_assigned", $"{subject} already has this role."),
            { Person: var person } when person.Id == person.Giver.Id => new("own_role", $"You can't change your own role. Ask another team member."),
            { Person.IsLast: true } => new("last_owner", $"{subject} is the last owner. Make someone else an owner first."),
            { Person.IsWithin: false } or { IsWithin: false } => new(
                "exceeds_own_permissions",
                $"You can't assign a role with more permissions than you have, or change the role of someone with more permissions."
            ),
            _ => null,
        };

    public override Decision Decide(PersonRoleChange subject, Input input) =>
        new($"The new role of {subject} applies immediately.", new Effect("role", subject.Person.Role, input.Role));

    public override Task Execute(IReadOnlyList<PersonRoleChange> accepted, Input input, UnitOfWork work) =>
        Membership.SetRole([.. accepted.Select(subject => subject.Id)], input.Role, work);

    /// <remarks>An undo follows the same rules as the change. Otherwise callers could restore their own former role.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonRoleChange> subjects, string undoneRun, UnitOfWork work)
    {
        var before = await Membership.RolesOf(undoneRun, work);
        string[] back =
        [
            .. subjects
                .Select(subject => subject.Person)
                .Where(person => !person.IsLast && person.IsWithin && person.Id != person.Giver.Id)
                .Where(person => before.Any(had => had.UserId == person.Id && catalogue.Value.CanGrant(person.Giver, had.Grants, had.Hides)))
                .Select(person => person.Id),
        ];
        await Membership.UndoSetRole(back, undoneRun, work);
        return back;
    }
}

/// <summary>A team member and their new role, as the subject of an operation.</summary>
/// <param name="New">New role; null when the key is unknown.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the new role.</param>
public sealed record PersonRoleChange(PersonFacts Person, TeamRole? New, bool IsWithin) : ISubject
{
    public string Id => Person.Id;

    public string TenantId => Person.TenantId;

    public long Revision => Person.Revision;
}
