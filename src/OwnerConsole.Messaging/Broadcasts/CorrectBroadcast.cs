using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Corrects the text of a broadcast that was sent: notifications show the new text, messages that are waiting are sent with it, and an email can follow.</summary>
public sealed class CorrectBroadcast(Database database) : Operation<BroadcastFacts, CorrectBroadcast.Input>
{
    public const string Name = "broadcast.correct";

    public sealed record Input(
        [StringLength(BroadcastContent.MaxSubject)] [Description("One line. Insert variables such as {{recipient.name}}.")] string Subject,
        [StringLength(BroadcastContent.MaxBody)]
        [DataType(DataType.MultilineText)]
        [Markdown("recipient.name", "member.support_number", "tenant.name", "platform.name")]
        [Description("Text in Markdown. Insert variables with {{…}}.")]
            string Body,
        [StringLength(BroadcastContent.MaxLink)] [Description("Page that the message links to, as https address. Leave blank for none.")] string? Link = null,
        [StringLength(BroadcastContent.MaxLinkLabel)] [Description("Text of the link, such as Try it now.")] string? LinkLabel = null,
        [Description("Also send the corrected text by email to everyone who received the email and may still receive messages.")] bool SendEmail = false
    );

    public override Input Example => new("New reports", "**Reports** are ready on Monday.");

    public override OperationDefinition Definition =>
        new(Name, "Correct broadcast", "corrected")
        {
            Reversal = Reversal.UntilSent,
            DoneSentence = "Correction is on its way",
            PeopleEffect = new("receives an email", "receive an email"),
            RestoredByUndo = "The previous text, and no email follows.",
            NotRestoredByUndo = "Messages that were sent with the corrected text in the meantime.",
        };

    public override void Validate(Input input, CancellationToken stop)
    {
        if (BroadcastContent.FindError(input.Subject, input.Body, input.Link.TrimToNull(), input.LinkLabel.TrimToNull(), stop) is var (field, reason))
            throw Problem.Invalid($"input.{field}", reason);
    }

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<BroadcastFacts>();
        foreach (var subject in await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work)) // usually one
        {
            await using var reading = await database.Read(work.Stop);
            loaded.Add(
                subject with
                {
                    Statistics = [.. (await ChannelStatistics.Find([subject.Id], reading))[subject.Id]],
                    IsBeingCorrected = await BroadcastCorrector.IsUnfinished(subject.Id, reading),
                }
            );
        }
        return loaded;
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Broadcast.Find(subjectId, work) is { } broadcast
            ? [("subject", broadcast.Subject), ("body", broadcast.Body), ("link", broadcast.Link), ("link_label", broadcast.LinkLabel)]
            : [];

    public override Refusal? Refuse(BroadcastFacts subject, Input input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { Broadcast.IsOpen: true } => new("not_sent", $"Nothing of it was sent, so change it instead."),
            { IsBeingCorrected: true } => new("being_corrected", $"An earlier correction is not finished. Try again in a minute."),
            _ when IsSame(subject.Broadcast, input) && !input.SendEmail => new("no_change", $"The broadcast already has this text."),
            _ when InAppDelivery.ScopeOf(input.Subject + input.Body) > InAppDelivery.ScopeOf(subject.Broadcast.Subject + subject.Broadcast.Body) => new(
                "more_personal",
                $"Its notifications are shared by several members, so the correction can't contain variables that the original doesn't have."
            ),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, Input input)
    {
        var (emails, inboxes) = (input.SendEmail ? Sent(subject, ChannelSource.Email) : 0, Sent(subject, ChannelSource.InApp));
        var weight = new Weight(People: emails);
        return input.SendEmail
            ? new($"The text of {subject} is replaced in one minute, in {inboxes:notification}, and sent by email to {emails:member}.") { Weight = weight }
            : new($"The text of {subject} is replaced in one minute, in {inboxes:notification}. No email follows.") { Weight = weight };
    }

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
        {
            var now = subject.Broadcast!; // not null: a deleted one is refused
            var corrected = now with
            {
                Subject = input.Subject.Trim(),
                Body = input.Body.Trim(),
                Link = input.Link.TrimToNull(),
                LinkLabel = input.LinkLabel.TrimToNull(),
            };
            await BroadcastRows.Open(corrected, work);
            await work.Execute(
                """
                insert into broadcasts.corrections (tenant_id, broadcast_id, version, sends_email, opened_by, opened_at, due_at)
                select b.tenant_id, b.broadcast_id, b.version, @SendEmail, @run, clock_timestamp(), @due
                  from broadcasts.broadcasts b
                 where b.tenant_id = 'tnt_platform' and b.broadcast_id = @Id and b.closed_by is null
                """,
                new
                {
                    subject.Id,
                    input.SendEmail,
                    run = work.RunId,
                    due = work.Now + OperationDefinition.SendDelay,
                }
            );
            await work.Enqueue(
                BroadcastSender.LaneOf(subject.Id),
                BroadcastSender.Kind,
                new { broadcast = subject.Id },
                work.Now + OperationDefinition.SendDelay
            );
        }
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var undone = await Broadcast.Corrections.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work, "this.started_at is null");
        await work.Withdraw([.. undone.Select(BroadcastSender.LaneOf)], undoneRun);
        var restored = await Broadcast.Versions.Undo(undone, undoneRun, work);
        await BroadcastRows.RestoreNames(restored, work);
        return restored;
    }

    private static long Sent(BroadcastFacts subject, string channel) => subject.Statistics.Where(one => one.Channel == channel).Sum(one => one.Sent);

    private static bool IsSame(Broadcast now, Input input) =>
        (now.Subject, now.Body, now.Link, now.LinkLabel) == (input.Subject.Trim(), input.Body.Trim(), input.Link.TrimToNull(), input.LinkLabel.TrimToNull());
}
