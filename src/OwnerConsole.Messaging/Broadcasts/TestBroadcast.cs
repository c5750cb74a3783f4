using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Sends the email of a broadcast with the values of a member or example values to the caller, or to the sender address when an API key is used.</summary>
public sealed class TestBroadcast(Database database, EmailOutbox outbox) : Operation<BroadcastFacts, TestBroadcast.Input>
{
    public const string Name = "broadcast.test";

    public sealed record Input(
        [StringLength(64)] [Description("ID of the member whose values are inserted, such as mbr_…. Leave blank for example values.")] string? Member = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Send test broadcast", "sent as a test")
        {
            DoneSentence = "Sending test email",
            RestoredByUndo = "The email is cancelled if it has not been sent.",
            NotRestoredByUndo = "An email that has already been sent.",
        };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var (canSend, member) = (await EmailText.CanSendEmail(work), input.Member.TrimToNull());
        var loaded = new List<BroadcastFacts>();
        foreach (var subject in await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work)) // usually one
        {
            await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
            loaded.Add(
                subject with
                {
                    IsEmailSetUp = canSend,
                    IsMemberUnknown = member is not null && await BroadcastPreview.FindSample(subject.Mode, member, reading) is null,
                    TestRecipient = work.Caller is { Kind: CallerKind.Person } person ? person.Id : IdGenerator.Platform,
                }
            );
        }
        return loaded;
    }

    public override Refusal? Refuse(BroadcastFacts subject, Input input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { IsEmailSetUp: false } => new("email_not_set_up", $"No mail server is set up. Set one up in the settings."),
            { IsMemberUnknown: true } => new("unknown_member", $"There is no such member in the mode of this broadcast."),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, Input input)
    {
        var to = new EntityReference(subject.TestRecipient);
        return input.Member.TrimToNull() is { } member
            ? new($"{to} will receive the email of {subject} with the values of {new EntityReference(member)}.")
            : new($"{to} will receive the email of {subject} with example values.");
    }

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await outbox.Enqueue(
                BroadcastContent.Template,
                IdGenerator.Platform,
                subject.TestRecipient,
                BroadcastEmails.TestFacts(subject.Id, input.Member.TrimToNull()),
                work
            );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await EmailOutbox.Withdraw(undoneRun, work)).Count > 0 ? [.. subjects.Select(subject => subject.Id)] : [];
}
