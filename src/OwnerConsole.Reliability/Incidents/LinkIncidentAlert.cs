using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Adds an alert to an incident. The timeline then shows when it fires and is resolved.</summary>
public sealed class LinkIncidentAlert : Operation<IncidentFacts, LinkIncidentAlert.Input>
{
    public const string Name = "incident.link_alert";

    public sealed record Input([OptionsFrom(IncidentAlertSource.Key)] [Description("Alert that belongs to the incident.")] string Alert);

    public override Input Example => new("alt_00000000000000000000000000");

    public override OperationDefinition Definition =>
        new(Name, "Link alert", "linked") { DoneSentence = "Alert linked", RestoredByUndo = "The alert no longer belongs to the incident." };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var isKnown = await LinkedAlert.List([input.Alert.Trim()], work) is [{ FiredAt: not null }];
        return [.. (await IncidentFacts.Load(ids, work)).Select(subject => subject with { Problem = isKnown ? null : DeclareIncident.UnknownAlert })];
    }

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject)
        ?? subject.Problem
        ?? (subject.Alerts.Contains(input.Alert.Trim()) ? new("already_linked", $"The alert already belongs to {subject}.") : null);

    public override Decision Decide(IncidentFacts subject, Input input) => new($"{new EntityReference(input.Alert.Trim())} belongs to {subject} from now on.");

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await IncidentRows.Link(subject.Id, [input.Alert.Trim()], work);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Alerts.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
