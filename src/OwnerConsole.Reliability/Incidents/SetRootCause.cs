using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Writes the findings of the post-mortem.</summary>
public sealed class SetRootCause : Operation<IncidentFacts, SetRootCause.Input>
{
    public const string Name = "incident.set_root_cause";

    public sealed record Input(
        [StringLength(IncidentVersion.MaxText)] [DataType(DataType.MultilineText)] [Description("Why the incident happened.")] string RootCause,
        [StringLength(IncidentVersion.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("What made it worse, or delayed its end. Leave blank for nothing.")]
            string? Contributing = null,
        [StringLength(IncidentVersion.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("What helped. Leave blank for nothing.")]
            string? WentWell = null
    );

    public override Input Example =>
        new("A migration locked the table of bookings.", "No one watched the duration of locks.", "The rollback took two minutes.");

    public override OperationDefinition Definition =>
        new(Name, "Set root cause", "updated")
        {
            DoneSentence = "Root cause saved",
            Synonyms = "post-mortem, retrospective, findings",
            RestoredByUndo = "The previous findings, unless they were changed again.",
        };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<IncidentFacts>();
        foreach (var subject in await IncidentFacts.Load(ids, work)) // usually one
            loaded.Add(subject with { RootCause = await RootCause.Find(subject.Id, work) });
        return loaded;
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await RootCause.Find(subjectId, work) is { } now ? [("root_cause", now.Text), ("contributing", now.Contributing), ("went_well", now.WentWell)] : [];

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject)
        ?? (
            string.IsNullOrWhiteSpace(input.RootCause) ? new("note_needed", $"Enter the root cause.")
            : subject.RootCause is { } now
            && (now.Text, now.Contributing, now.WentWell) == (input.RootCause.Trim(), input.Contributing.TrimToNull(), input.WentWell.TrimToNull())
                ? new("no_change", $"{subject} already has these findings.")
            : null
        );

    public override Decision Decide(IncidentFacts subject, Input input) => new($"The root cause of {subject} is saved.");

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Incident.RootCauses.Close(ids, work);
        await work.Execute(
            """
            insert into incidents.root_causes (tenant_id, incident_id, root_cause, contributing, went_well, opened_by, opened_at)
            select 'tnt_platform', id, @rootCause, @contributing, @wentWell, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids,
                rootCause = input.RootCause.Trim(),
                contributing = input.Contributing.TrimToNull(),
                wentWell = input.WentWell.TrimToNull(),
                run = work.RunId,
            }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.RootCauses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
