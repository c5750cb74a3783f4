using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Somebody of the team may do something else from their next click on.</summary>
public sealed class SetPersonRole(Lazy<Catalogue> catalogue) : Operation<PersonInRole, SetPersonRole.Input>
{
    public sealed record Input([ChosenAmong(RoleSource.Roles)] [Description("What they may do. Nobody hands out more than they have.")] string Role);

    public override Input Example => new("analyst");

    public override Declaration Is =>
        new("person.set_role", "Change role", "given another role") { StepUp = true, ComesBack = "The role that the person had before." };

    public override async Task<IReadOnlyList<PersonInRole>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var role = await TeamRole.Find(input.Role, work);
        return
        [
            .. (await PersonFacts.Load(ids, catalogue.Value, work)).Select(person => new PersonInRole(
                person,
                role,
                role is not null && catalogue.Value.MayGive(person.Giver, role.Grants, role.Hides)
            )),
        ];
    }

    public override Refusal? Refuse(PersonInRole subject, Input input) =>
        subject switch
        {
            { Person.IsRemoved: true } => new("was_removed", $"{subject} is not in the team any more."),
            { New: null } => new("no_such_role", $"There is no such role."),
            { Person: var person, New: var role } when person.Role == role.Key => new("has_it", $"{subject} has this role already."),
            { Person: var person } when person.Id == person.Giver.Id => new("own_role", $"Nobody changes their own role. Somebody else can."),
            { Person.IsLast: true } => new("last_owner", $"{subject} is the last owner. Make somebody else an owner first."),
            { Person.IsWithin: false } or { IsWithin: false } => new(
                "beyond_your_own",
                $"Nobody can hand out more than they have, nor decide about who may more."
            ),
            _ => null,
        };

    public override Decision Decide(PersonInRole subject, Input input) =>
        new($"{subject} may do what the new role may, from the next click on.", new Effect("role", subject.Person.Role, input.Role));

    public override Task Execute(IReadOnlyList<PersonInRole> accepted, Input input, Work work) =>
        Membership.SetRole([.. accepted.Select(subject => subject.Id)], input.Role, work);

    /// <remarks>The rules of doing it hold for undoing it: else one could take back one's own descent.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonInRole> subjects, string undoneRun, Work work)
    {
        var before = await Membership.RolesOf(undoneRun, work);
        string[] back =
        [
            .. subjects
                .Select(subject => subject.Person)
                .Where(person => !person.IsLast && person.IsWithin && person.Id != person.Giver.Id)
                .Where(person => before.Any(had => had.UserId == person.Id && catalogue.Value.MayGive(person.Giver, had.Grants, had.Hides)))
                .Select(person => person.Id),
        ];
        await Membership.TakeRoleBack(back, undoneRun, work);
        return back;
    }
}

/// <param name="New">null for a word that is none</param>
/// <param name="IsWithin">who gives the new role may all that it may</param>
public sealed record PersonInRole(PersonFacts Person, TeamRole? New, bool IsWithin) : ISubject
{
    public string Id => Person.Id;

    public string TenantId => Person.TenantId;

    public long Revision => Person.Revision;
}
