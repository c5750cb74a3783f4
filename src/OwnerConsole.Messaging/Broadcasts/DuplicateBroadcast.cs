using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Saves a copy of a broadcast as a new draft.</summary>
public sealed class DuplicateBroadcast(Database database) : Operation<BroadcastFacts, DuplicateBroadcast.Input>
{
    public const string Name = "broadcast.duplicate";

    public sealed record Input(
        [StringLength(BroadcastContent.MaxSubject)] [Description("Subject of the copy. Leave blank to keep the subject.")] string? Subject = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Duplicate broadcast", "duplicated") { RestoredByUndo = "The copy is deleted, unless it was changed or sent since." };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        [
            .. (await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work)).Select(subject =>
                subject with
                {
                    NewId = work.NewId(Broadcast.Prefix, subject.Id),
                }
            ),
        ];

    public override Refusal? Refuse(BroadcastFacts subject, Input input) =>
        subject.Broadcast is not { } original ? BroadcastRefusals.Deleted
        : BroadcastContent.FindError(SubjectOf(original, input), original.Body, original.Link, original.LinkLabel, CancellationToken.None) is not null
            ? new("invalid_subject", $"The subject must be one line, and can only contain the variables of broadcasts.")
        : null;

    public override Decision Decide(BroadcastFacts subject, Input input) =>
        new($"A draft with the content and audience of {subject} is saved. Nothing is sent.") { Created = subject.NewId };

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into broadcasts.broadcasts
                   (tenant_id, broadcast_id, version, mode, kind, priority, subject, body, link, link_label, channels, audience, opened_by, opened_at)
            select 'tnt_platform', n.new_id, 1, b.mode, b.kind, b.priority, coalesce(@subject, b.subject), b.body, b.link, b.link_label, b.channels, b.audience, @run, clock_timestamp()
              from unnest(@ids, @newIds) n(id, new_id)
              join broadcasts.broadcasts b on b.tenant_id = 'tnt_platform' and b.broadcast_id = n.id and b.closed_by is null
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                newIds = accepted.Select(subject => subject.NewId).ToArray(),
                subject = input.Subject.TrimToNull(),
                run = work.RunId,
            }
        );
        foreach (var subject in accepted) // usually one
            await work.SetName(subject.NewId, Broadcast.EntityKind, SubjectOf(subject.Broadcast!, input)); // not null: a deleted one is refused
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        // A copy has no reference to its original, so the undo of a run restores all of its subjects or none.
        var closed = await BroadcastRows.CloseUnsent(undoneRun, work);
        return closed.Count > 0 ? [.. subjects.Select(subject => subject.Id)] : [];
    }

    private static string SubjectOf(Broadcast original, Input input) => input.Subject.TrimToNull() ?? original.Subject;
}
