using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Shows that someone is working on an alert. Once all alerts of its rule are acknowledged, the notification is neither repeated nor escalated.</summary>
public sealed class AcknowledgeAlert : Operation<AlertFacts, AcknowledgeAlert.Input>
{
    public const string Name = "alert.acknowledge";

    public sealed record Input([StringLength(500)] [Description("Note for the team.")] string? Note = null);

    public override OperationDefinition Definition =>
        new(Name, "Acknowledge", "acknowledged") { Group = ActionGroup.Communication, RestoredByUndo = "The alert is no longer acknowledged." };

    public override Task<IReadOnlyList<AlertFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => AlertFacts.Load(ids, work);

    public override Refusal? Refuse(AlertFacts subject, Input input) =>
        AlertFacts.FindResolved(subject) ?? (subject.IsAcknowledged ? new("already_acknowledged", $"{subject} is already acknowledged.") : null);

    public override Decision Decide(AlertFacts subject, Input input) =>
        new($"{subject} is acknowledged. Once all alerts of its rule are acknowledged, the notification is neither repeated nor escalated.");

    public override Task Execute(IReadOnlyList<AlertFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into alerts.acknowledgements (tenant_id, alert_id, note, opened_by, opened_at)
            select 'tnt_platform', id, @note, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim(),
                run = work.RunId,
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertFacts.Acknowledgements.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
