using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Gives a role to a team member, instead of the one who had it. There is always one commander.</summary>
public sealed class AssignIncidentRole : Operation<IncidentFacts, AssignIncidentRole.Input>
{
    public const string Name = "incident.assign";

    public sealed record Input(
        [Description("Role during the incident.")] IncidentRole Role,
        [OptionsFrom(IncidentPersonSource.Key)] [Description("Team member who has the role. Leave blank for no one.")] string? Person = null
    );

    public override Input Example => new(IncidentRole.Commander, "usr_00000000000000000000000000");

    public override OperationDefinition Definition =>
        new(Name, "Assign incident role", "assigned")
        {
            DoneSentence = "Role assigned",
            RestoredByUndo = "The previous roles, unless one of them was assigned again.",
        };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var team = await CallerLookup.ListWhoCan(IncidentRoutes.Read, work);
        return
        [
            .. (await IncidentFacts.Load(ids, work)).Select(subject =>
                subject with
                {
                    Team = team,
                    People = subject.Incident is { } incident ? IncidentPeople.Of(incident).With(input.Role, input.Person.TrimToNull()) : null,
                }
            ),
        ];
    }

    public override Refusal? Refuse(IncidentFacts subject, Input input)
    {
        if (IncidentFacts.FindClosed(subject) is { } closed)
            return closed;
        var person = input.Person.TrimToNull();
        return person is not null && !subject.Team.Contains(person) ? DeclareIncident.UnknownPerson
            : subject.People == IncidentPeople.Of(subject.Incident!) ? new("no_change", $"{subject} already has these roles.") // not null: not removed
            : person is null && input.Role is IncidentRole.Commander ? new("commander_needed", $"{subject} needs a commander. Assign someone else instead.")
            : null;
    }

    public override Decision Decide(IncidentFacts subject, Input input)
    {
        var before = IncidentPeople.Of(subject.Incident!).Find(input.Role); // not null: not refused
        var effect = new Effect(input.Role.ToText(), before, input.Person.TrimToNull());
        return input.Person.TrimToNull() is { } person
            ? new(SayAssigned(new(person), input.Role, subject), effect)
            : new($"No one has the role {input.Role} in {subject} now.", effect);
    }

    private static Sentence SayAssigned(EntityReference person, IncidentRole role, IncidentFacts subject) =>
        role switch
        {
            IncidentRole.Commander => Sentence.Say($"{person} is now commander of {subject}."),
            IncidentRole.Scribe => Sentence.Say($"{person} is now scribe of {subject}."),
            _ => Sentence.Say($"{person} is now responsible for {role} in {subject}."),
        };

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await IncidentRows.Assign(subject.Id, subject.People!, work); // not null: not refused
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Roles.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
