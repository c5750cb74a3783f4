using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Ends an incident. Its linked alerts must be resolved, or a reason must say why it has ended although they fire.</summary>
public sealed class ResolveIncident : Operation<IncidentFacts, ResolveIncident.Input>
{
    public const string Name = "incident.resolve";

    public sealed record Input(
        [StringLength(IncidentVersion.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("How it was resolved. It is shown in the timeline.")]
            string? Note = null,
        [DataType(DataType.DateTime)]
        [Description("When tenants were no longer affected, with its offset, such as 2026-11-28T09:00:00Z. Leave blank for now.")]
            DateTimeOffset? ResolvedAt = null,
        [StringLength(500)] [Description("Why it has ended although alerts are firing. Leave blank if none are.")] string? OverrideReason = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Resolve incident", "resolved") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = await IncidentFacts.Load(ids, work);
        var firing = (await LinkedAlert.List([.. loaded.SelectMany(subject => subject.Alerts).Distinct(StringComparer.Ordinal)], work))
            .Where(alert => alert.IsFiring)
            .Select(alert => alert.Id)
            .ToList();
        return [.. loaded.Select(subject => subject with { Firing = [.. subject.Alerts.Intersect(firing, StringComparer.Ordinal)] })];
    }

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        subject.Incident is not { } incident ? IncidentFacts.FindRemoved(subject)
        : !incident.Status.IsOngoing() ? new("already_resolved", $"{subject} is already resolved.")
        : input.ResolvedAt < incident.StartedAt || input.ResolvedAt > subject.Now
            ? new("bad_times", $"The end must not be before the start of the incident, and not in the future.")
        : subject.Firing.Count > 0 && input.OverrideReason.TrimToNull() is null ? new("alerts_firing", SayFiring(subject.Firing.Count))
        : null;

    private static Sentence SayFiring(int alerts) =>
        alerts == 1
            ? Sentence.Say($"One linked alert is still firing. Wait until it is resolved, or enter an override reason.")
            : Sentence.Say($"{alerts} linked alerts are still firing. Wait until they are resolved, or enter an override reason.");

    public override Decision Decide(IncidentFacts subject, Input input) =>
        new(
            $"{subject} is resolved. Add the root cause and action items, then close it.",
            new Effect("status", subject.Incident!.Status, IncidentStatus.Resolved)
        ); // not null: not refused

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        string?[] notes = [input.Note.TrimToNull(), input.OverrideReason.TrimToNull()];
        var note = string.Join("\n\n", notes.OfType<string>()).TrimToNull();
        return IncidentRows.Reach([.. accepted.Select(subject => subject.Id)], IncidentStatus.Resolved, input.ResolvedAt ?? work.Now, note, work);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
