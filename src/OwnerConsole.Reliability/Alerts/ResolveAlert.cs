using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Resolves an alert although its condition is met. It fires again only after the condition has ended.</summary>
public sealed class ResolveAlert : Operation<AlertFacts, ResolveAlert.Input>
{
    public sealed record Input([StringLength(500)] [Description("Why the alert is resolved.")] string Note);

    public override Input Example => new("Planned maintenance.");

    public override OperationDefinition Definition =>
        new("alert.resolve", "Resolve", "resolved")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The alert is firing again, if its condition is still met.",
        };

    public override Task<IReadOnlyList<AlertFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => AlertFacts.Load(ids, work);

    public override Refusal? Refuse(AlertFacts subject, Input input) =>
        AlertFacts.FindResolved(subject) ?? (string.IsNullOrWhiteSpace(input.Note) ? new("note_needed", $"Enter why the alert is resolved.") : null);

    public override Decision Decide(AlertFacts subject, Input input) => new($"{subject} is resolved. It fires again only after its condition has ended.");

    public override Task Execute(IReadOnlyList<AlertFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into alerts.resolutions (tenant_id, alert_id, note, opened_by, opened_at)
            select 'tnt_platform', id, @note, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                note = input.Note.Trim(),
                run = work.RunId,
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertFacts.Resolutions.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
