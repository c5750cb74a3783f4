using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Removes an alert from an incident, for example because it has another cause.</summary>
public sealed class UnlinkIncidentAlert : Operation<IncidentFacts, UnlinkIncidentAlert.Input>
{
    public const string Name = "incident.unlink_alert";

    public sealed record Input([OptionsFrom(IncidentAlertSource.Key)] [Description("Alert that doesn't belong to the incident.")] string Alert);

    public override Input Example => new("alt_00000000000000000000000000");

    public override OperationDefinition Definition =>
        new(Name, "Unlink alert", "unlinked") { DoneSentence = "Alert unlinked", RestoredByUndo = "The alert belongs to the incident again." };

    public override bool FieldsDependOnSubject => true;

    /// <summary>Offers the linked alerts, also those that are no longer firing.</summary>
    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work)
    {
        var alerts = await LinkedAlert.List([.. (await IncidentRows.ListAlerts([subjectId], work))[subjectId]], work);
        return
        [
            .. fields.Select(field =>
                field with
                {
                    Options = [.. alerts.Select(alert => alert.Id)],
                    Shown = alerts.ToDictionary(alert => alert.Id, alert => alert.Title, StringComparer.Ordinal),
                }
            ),
        ];
    }

    public override Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => IncidentFacts.Load(ids, work);

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject)
        ?? (subject.Alerts.Contains(input.Alert.Trim()) ? null : new("not_linked", $"The alert does not belong to {subject}."));

    public override Decision Decide(IncidentFacts subject, Input input) => new($"{new EntityReference(input.Alert.Trim())} no longer belongs to {subject}.");

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work) =>
        Incident.Links.Close([.. accepted.Select(subject => Incident.LinkOf(subject.Id, input.Alert.Trim()))], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Alerts.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
